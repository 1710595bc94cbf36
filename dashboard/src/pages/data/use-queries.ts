import { useCallback, useRef, useState } from 'preact/hooks'
import type { Grid } from '../../../../src/dashboard/api/data.ts'
import type { Problem } from '../../../../src/dashboard/api/problem.ts'
import { RequestFailed, request } from '../../api/request.ts'
import type { PastQuery } from '../../sql-editor/query-history.ts'

/** A statement that ran, and what came. */
export interface QueryResult {
  readonly id: number
  readonly sql: string
  readonly grid: Grid | undefined
  readonly problem: Problem | undefined
}

/** Statements that were run on this page, and a way to run more. */
export interface Queries {
  /** The last ones, in the order in which they were run. */
  readonly results: readonly QueryResult[]
  /** Since when one is running, by the clock of `performance`. */
  readonly runningSince: number | undefined
  readonly run: (sql: string, limit: number) => void
  readonly cancel: () => void
  readonly close: (id: number) => void
}

const KEPT = 6

/** Runs statements one at a time; each result stays until it is closed or six have come after it. */
export function useQueries(name: string, onRan: (query: PastQuery) => void, onShow: (id: number) => void): Queries {
  const [results, setResults] = useState<readonly QueryResult[]>([])
  const [runningSince, setRunning] = useState<number>()
  const running = useRef<AbortController>()
  const latest = useRef({ onRan, onShow })
  latest.current = { onRan, onShow }
  const next = useRef(1)

  const run = useCallback(
    (sql: string, limit: number) => {
      if (sql.trim() === '') return
      running.current?.abort()
      const abort = new AbortController()
      running.current = abort
      const since = performance.now()
      setRunning(since)
      const ended = (part: Pick<QueryResult, 'grid' | 'problem'>) => {
        if (abort.signal.aborted) return
        const id = next.current
        next.current += 1
        setRunning(undefined)
        setResults((before) => [...before, { id, sql, ...part }].slice(-KEPT))
        latest.current.onRan(pastQuery(sql, performance.now() - since, part))
        latest.current.onShow(id)
      }
      request({ route: 'query', params: { name }, body: { sql, limit } }, abort.signal).then(
        (grid) => ended({ grid, problem: undefined }),
        (error: unknown) => ended({ grid: undefined, problem: problemOf(error) }),
      )
    },
    [name],
  )
  const cancel = useCallback(() => {
    running.current?.abort()
    setRunning(undefined)
  }, [])
  const close = useCallback((id: number) => setResults((before) => before.filter((one) => one.id !== id)), [])
  return { results, runningSince, run, cancel, close }
}

function pastQuery(sql: string, ms: number, { grid, problem }: Pick<QueryResult, 'grid' | 'problem'>): PastQuery {
  const at = new Date().toISOString()
  if (grid === undefined) return { sql, at, ms, error: problem?.message ?? '' }
  return { sql, at, ms, rows: grid.rows.length, ...(grid.limited.length > 0 && { cut: true }) }
}

function problemOf(error: unknown): Problem {
  if (error instanceof RequestFailed) return error.problem
  return { code: 'page_failed', message: error instanceof Error ? error.message : String(error) }
}
