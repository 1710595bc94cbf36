import { type FSWatcher, watch } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { RunProgress } from '../contracts/run-progress.ts'
import { journalFolder } from '../package/run-journal/journal-name.ts'
import { tailJournal } from '../package/run-journal/journal-tail.ts'
import { type DataDirOptions, type WorkingFolder, workingFolder } from '../package/working-folder.ts'
import { progressNow } from './read-progress.ts'

/** At most four times a second. */
const SPACING_MS = 250
/** So often it is looked even if nobody says that something has changed: not all disks do, and time goes on. */
const POLL_MS = 1000

export interface FollowOptions extends DataDirOptions {
  /** Ends the following. */
  readonly signal: AbortSignal
}

/**
 * How far the runs of a pipeline are, whenever something has moved: the one that goes on or went last, and each that begins
 * later. It never ends by itself; where nothing has run yet it waits.
 */
export async function* followProgress(name: string, options: FollowOptions): AsyncGenerator<RunProgress> {
  const { signal } = options
  const folder = workingFolder(name, options)
  const tail = tailJournal(folder)
  using changes = watchJournal(folder)
  let told = ''
  try {
    while (!signal.aborted) {
      const progress = await progressNow(folder, tail)
      // Of a run that is over everything was told; one that goes on at least grows older.
      const key = progress === undefined || progress.status === 'running' ? '' : `${progress.run} ${progress.status}`
      if (progress !== undefined && (key === '' || key !== told)) yield progress
      told = key
      await pause(SPACING_MS, signal)
      await changes.next(POLL_MS - SPACING_MS, signal)
    }
  } finally {
    await tail.close()
  }
}

interface Changes extends Disposable {
  /** Resolves once something has changed since the last time, or when the time is over. */
  next(ms: number, signal: AbortSignal): Promise<void>
}

function watchJournal(folder: WorkingFolder): Changes {
  let watcher: FSWatcher | undefined
  let hasChanged = false
  let wake = () => {}
  const close = () => {
    watcher?.close()
    watcher = undefined
  }
  const begin = () => {
    try {
      watcher = watch(journalFolder(folder), { persistent: false }, () => {
        hasChanged = true
        wake()
      })
      watcher.on('error', close)
    } catch {
      // There is no such folder before the first run, and some disks cannot be watched: then it is looked from time to time.
    }
  }
  return {
    async next(ms, signal) {
      if (watcher === undefined) begin()
      if (!hasChanged) {
        const changed = Promise.withResolvers<void>()
        wake = changed.resolve
        const over = new AbortController()
        await Promise.race([changed.promise, pause(ms, AbortSignal.any([signal, over.signal]))])
        over.abort()
      }
      hasChanged = false
    },
    [Symbol.dispose]: close,
  }
}

/** Ends early with the signal. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => {})
}
