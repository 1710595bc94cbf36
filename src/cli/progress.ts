import type { RunEvent } from '../contracts/events.ts'
import { createRunFold } from '../contracts/run-fold.ts'
import type { RunProgress } from '../contracts/run-progress.ts'
import type { Streams } from './terminal.ts'

/** One line on stderr that says how far a run is. */
export interface Progress {
  onEvent(event: RunEvent): void
  /** Removes the line. */
  end(): void
}

const INTERVAL = 100
const LINE_INTERVAL = 1000

/**
 * Draws on a terminal only, never in CI and never under `--json`; elsewhere it does nothing, unless `asLines`: then it writes a line
 * each time.
 */
export function createProgress(
  stderr: Streams['stderr'],
  options: { readonly enabled: boolean; readonly asLines?: boolean; readonly now: () => number },
): Progress {
  const { asLines = false } = options
  if (!asLines && (!options.enabled || stderr.isTTY !== true)) return { onEvent() {}, end() {} }
  const interval = asLines ? LINE_INTERVAL : INTERVAL
  const begun = options.now()
  const fold = createRunFold()
  let drawn = begun
  return {
    onEvent(event) {
      const now = options.now()
      fold.add(event, now - begun)
      if (now - drawn < interval && event.type !== 'step-started') return
      drawn = now
      const line = progressLine(fold.progress(now - begun))
      stderr.write(asLines ? `${line}\n` : `\r\u001B[K${line.slice(0, (stderr.columns ?? 80) - 1)}`)
    },
    end: () => void (asLines || stderr.write('\r\u001B[K')),
  }
}

function progressLine({ step, tables, totals, waiting }: RunProgress): string {
  const jobs = tables.reduce((sum, { loaded }) => sum + loaded, 0)
  const parts = [
    step ?? 'run',
    totals.pages > 0 && `${totals.pages.toLocaleString('en')} pages`,
    totals.rows > 0 && `${totals.rows.toLocaleString('en')} rows in ${tables.length} tables`,
    jobs > 0 && `${jobs} jobs`,
    waiting && `waiting: ${waiting}`,
  ]
  return parts.filter(Boolean).join(' · ')
}
