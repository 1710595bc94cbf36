import { useCallback, useLayoutEffect, useState } from 'preact/hooks'
import type { Problem } from '../../../src/dashboard/api/problem.ts'
import { type AnswerOf, type Call, urlOf } from './call.ts'
import type { RouteName } from './paths.ts'
import { useRefresh } from './refresh.ts'
import { RequestFailed, request } from './request.ts'

/** An answer of the server as it stands: `data` may be there while it is asked again, and beside a problem. */
export interface Answered<T> {
  readonly data: T | undefined
  readonly problem: Problem | undefined
  /** No answer yet. */
  readonly loading: boolean
  /** What is shown is being asked for again. */
  readonly refreshing: boolean
  readonly refresh: () => void
}

interface Held<T> {
  readonly url: string
  readonly data: T | undefined
  readonly problem: Problem | undefined
}

/**
 * Asks for an answer, and again on refresh and when a run has ended, while the last one stays. A call that is undefined
 * asks nothing. Calls with a body are told apart by it.
 */
export function useAnswer<Name extends RouteName>(call: Call<Name> | undefined): Answered<AnswerOf<Name>> {
  const { revision, answers } = useRefresh()
  const url = call === undefined ? '' : `${urlOf(call)}${call.body === undefined ? '' : JSON.stringify(call.body)}`
  const [held, setHeld] = useState<Held<AnswerOf<Name>>>({ url: '', data: undefined, problem: undefined })
  const [asking, setAsking] = useState(false)
  const [again, setAgain] = useState(0)

  // The address says all of the call; the counters ask again.
  // Asked before the page is painted, so that the answer is on its way meanwhile.
  useLayoutEffect(() => {
    if (call === undefined) return undefined
    const abort = new AbortController()
    setAsking(true)
    request(call, abort.signal).then(
      (data) => {
        if (abort.signal.aborted) return
        answers.set(url, data)
        setHeld({ url, data, problem: undefined })
        setAsking(false)
      },
      (error: unknown) => {
        if (abort.signal.aborted) return
        const problem = problemOf(error)
        setHeld((before) => ({ url, data: before.url === url ? before.data : undefined, problem }))
        setAsking(false)
      },
    )
    return () => abort.abort()
  }, [url, revision, again])

  const refresh = useCallback(() => setAgain((count) => count + 1), [])
  const isHeld = held.url === url
  // What was kept under the address of a call is its answer.
  const data = isHeld && held.data !== undefined ? held.data : (answers.get(url) as AnswerOf<Name> | undefined)
  const problem = isHeld ? held.problem : undefined
  return {
    data: call === undefined ? undefined : data,
    problem: call === undefined ? undefined : problem,
    loading: call !== undefined && data === undefined && problem === undefined,
    refreshing: asking && data !== undefined,
    refresh,
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof RequestFailed) return error.problem
  return { code: 'page_failed', message: error instanceof Error ? error.message : String(error) }
}
