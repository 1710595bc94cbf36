import type { Page } from '../../contracts/page.ts'
import type { StreamLog } from '../../package/page-log/stream-log.ts'
import { ownState, restoreOwnState } from './own-state.ts'
import type { Reading } from './reading.ts'

export interface PartOptions {
  /** Name of the part in the log. */
  readonly part: string
  /** Where it is gone on from. */
  readonly from: Reading
  /** undefined: its pages are not logged. */
  readonly log: StreamLog | undefined
  /** The resource's live state. */
  readonly state: Record<string, unknown>
  /** Called with each page that came from the log. */
  readonly onReplayed: () => void
  /** Opens the source behind a position; undefined: at the beginning. */
  readonly open: (position: unknown) => AsyncIterable<Page<unknown>>
}

/** Pages of one opening of a resource: those that an earlier run has logged, then those behind them, which are logged. */
export async function* pagesOfPart(options: PartOptions): AsyncIterable<Page<unknown>> {
  const { part, from, log, state, onReplayed, open } = options
  let [pages, position] = [from.pages, from.position]
  const place = () => ({ pages, position, state: ownState(state) })
  if (log !== undefined) {
    for await (const logged of log.replay(part, place())) {
      restoreOwnState(state, logged.state)
      onReplayed()
      yield logged.page
      pages++
      position = logged.page.position
    }
    if (log.isDone(part, pages)) return
  }
  const source = open(position)[Symbol.asyncIterator]()
  try {
    for (;;) {
      const behind = place()
      const next = await source.next()
      if (next.done) break
      await log?.append(part, behind, { page: next.value, state: ownState(state) })
      yield next.value
      pages++
      position = next.value.position
    }
  } finally {
    await source.return?.()
  }
  log?.finish(part, pages)
}
