import type { PagingState } from '../../http/paginators/paginator.ts'
import { stateKey } from '../../http/paginators/state-key.ts'

/** Asks for pages, some of them before they are wanted. */
export interface PageRequests<T> {
  /** The answer for a state. What was asked for ahead is dropped from the first place on where it is for another state. */
  take(state: PagingState): Promise<T>
  /** Asks for the pages that will be wanted next, in this order, as many as may wait or be under way. */
  plan(states: readonly PagingState[]): void
  /** Breaks off what nobody takes any more. */
  close(): Promise<void>
}

interface Planned<T> {
  readonly key: string
  readonly answer: Promise<T>
  readonly dropped: AbortController
}

/** @param ask Sends the request for a state; for one that is asked for ahead, its signal says that nobody wants the answer any more. @param atOnce Pages that may be asked for ahead. */
export function pageRequests<T>(
  ask: (state: PagingState, dropped?: AbortSignal) => Promise<T>,
  atOnce: number,
): PageRequests<T> {
  const planned: Planned<T>[] = []
  const leaving = new Set<Promise<unknown>>()

  function start(state: PagingState): Planned<T> {
    const dropped = new AbortController()
    const answer = ask(state, dropped.signal)
    // A failure is told when its turn comes.
    answer.catch(() => undefined)
    return { key: stateKey(state), answer, dropped }
  }

  function dropFrom(index: number): void {
    for (const { answer, dropped } of planned.splice(index)) {
      dropped.abort()
      const left = answer.then(
        () => undefined,
        () => undefined,
      )
      leaving.add(left)
      void left.then(() => leaving.delete(left))
    }
  }

  return {
    take(state) {
      const [head] = planned
      if (head?.key !== stateKey(state)) dropFrom(0)
      return planned.shift()?.answer ?? ask(state)
    },
    plan(states) {
      const wanted = states.slice(0, atOnce)
      const differs = planned.findIndex(({ key }, index) => {
        const state = wanted[index]
        return state === undefined || stateKey(state) !== key
      })
      if (differs >= 0) dropFrom(differs)
      for (const state of wanted.slice(planned.length)) planned.push(start(state))
    },
    async close() {
      dropFrom(0)
      await Promise.all(leaving)
    },
  }
}
