import type { Context } from '../contracts/context.ts'
import type { RunEvent } from '../contracts/events.ts'
import { createRunFold, type RunBegin } from '../contracts/run-fold.ts'
import { redactText } from '../log/redact.ts'
import { type JournalWriter, openJournal } from '../package/run-journal/journal-writer.ts'
import type { WorkingFolder } from '../package/working-folder.ts'

/** How often something is written, by how long the run is going on. */
const INTERVALS: readonly (readonly [untilMs: number, intervalMs: number])[] = [
  [60_000, 200],
  [600_000, 500],
  [Number.POSITIVE_INFINITY, 1000],
]
/** So often also where nothing happens: memory is worth knowing then. */
const IDLE_MS = 2000

/** Writes down how far a run is while it goes on, for who looks at it from another process. */
export interface RunJournal extends Disposable {
  onEvent(event: RunEvent): void
}

/**
 * Opens the journal of a run. It never fails and hardly costs a run anything: what cannot be written is logged once, and left.
 * Only under the lease.
 */
export function openRunJournal(
  folder: WorkingFolder,
  begin: Omit<RunBegin, 'pid'>,
  { logger }: Pick<Context, 'logger'>,
): RunJournal {
  const begun = performance.now()
  const elapsed = () => performance.now() - begun
  const fold = createRunFold({ pid: process.pid, ...begin })
  let writer: JournalWriter | undefined
  let written = Number.NEGATIVE_INFINITY
  let soon: NodeJS.Timeout | undefined

  /** Whatever happens to the journal must not happen to the run. */
  function safely(work: () => void): void {
    try {
      work()
    } catch (error) {
      logger.warn('how far the run is cannot be written down', { run: begin.run, error })
      close()
    }
  }

  function close(): void {
    clearTimeout(soon)
    clearInterval(idle)
    const open = writer
    writer = undefined
    try {
      open?.close()
    } catch {
      // A file that cannot be closed was written as far as it could be.
    }
  }

  function write(isIdle: boolean): void {
    clearTimeout(soon)
    soon = undefined
    if (writer === undefined) return
    const t = elapsed()
    const memory = process.memoryUsage.rss()
    fold.tick(t, memory)
    const patch = fold.takeChanges(t) ?? (isIdle ? { t: Math.round(t), memory } : undefined)
    if (patch !== undefined) writer.add(patch, () => fold.whole(t))
    written = t
  }

  const idle = setInterval(() => safely(() => elapsed() - written >= IDLE_MS && write(true)), IDLE_MS)
  idle.unref()
  safely(() => {
    fold.tick(0, process.memoryUsage.rss())
    writer = openJournal(folder, begin.run, fold.whole(0))
    fold.takeChanges(0)
  })

  return {
    onEvent(event) {
      if (writer === undefined) return
      safely(() => {
        const t = elapsed()
        fold.add(withoutSecrets(event), t)
        const due = written + intervalAt(t)
        if (t >= due || event.type === 'run-finished') return write(false)
        // Where nothing follows, what came last is written all the same.
        soon ??= setTimeout(() => safely(() => write(false)), due - t).unref()
      })
    },
    [Symbol.dispose]: close,
  }
}

const intervalAt = (t: number): number => INTERVALS.find(([until]) => t < until)?.[1] ?? IDLE_MS

/** Texts of errors and warnings may repeat what a server said. */
function withoutSecrets(event: RunEvent): RunEvent {
  if (event.type === 'warning') return { ...event, message: redactText(event.message) }
  if (event.type === 'waiting') return { ...event, why: redactText(event.why) }
  if (event.type === 'step-finished' && event.error !== undefined) return { ...event, error: redactText(event.error) }
  if (event.type !== 'run-finished' || event.error === undefined) return event
  const { code, message, hint } = event.error
  return {
    ...event,
    error: { code, message: redactText(message), ...(hint !== undefined && { hint: redactText(hint) }) },
  }
}
