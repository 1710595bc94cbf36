import type { RunEvent } from '../contracts/events.ts'
import type { Streams } from './terminal.ts'

/** One line on stderr that says how far a run is. */
export interface Progress {
  onEvent(event: RunEvent): void
  /** Removes the line. */
  end(): void
}

const INTERVAL = 100

/** Draws on a terminal only, never in CI and never under `--json`; elsewhere it does nothing. */
export function createProgress(
  stderr: Streams['stderr'],
  options: { readonly enabled: boolean; readonly now: () => number },
): Progress {
  if (!options.enabled || stderr.isTTY !== true) return { onEvent() {}, end() {} }
  const counts = { step: 'run', pages: new Map<string, number>(), rows: new Map<string, number>(), jobs: 0 }
  let drawn = 0
  return {
    onEvent(event) {
      apply(counts, event)
      if (options.now() - drawn < INTERVAL && event.type !== 'step-started') return
      drawn = options.now()
      stderr.write(`\r\u001B[K${progressLine(counts).slice(0, (stderr.columns ?? 80) - 1)}`)
    },
    end: () => void stderr.write('\r\u001B[K'),
  }
}

interface Counts {
  step: string
  readonly pages: Map<string, number>
  readonly rows: Map<string, number>
  jobs: number
  waiting?: string | undefined
}

function apply(counts: Counts, event: RunEvent): void {
  counts.waiting = event.type === 'waiting' ? event.why : undefined
  if (event.type === 'step-started') counts.step = event.step
  if (event.type === 'page') counts.pages.set(event.resource, event.pages)
  if (event.type === 'rows') counts.rows.set(event.table, event.rows)
  if (event.type === 'job' && event.state === 'loaded') counts.jobs++
}

function progressLine({ step, pages, rows, jobs, waiting }: Counts): string {
  const total = (map: ReadonlyMap<string, number>) => [...map.values()].reduce((sum, count) => sum + count, 0)
  const parts = [
    step,
    pages.size > 0 && `${total(pages).toLocaleString('en')} pages`,
    rows.size > 0 && `${total(rows).toLocaleString('en')} rows in ${rows.size} tables`,
    jobs > 0 && `${jobs} jobs`,
    waiting && `waiting: ${waiting}`,
  ]
  return parts.filter(Boolean).join(' · ')
}
