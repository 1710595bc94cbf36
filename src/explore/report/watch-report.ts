import { type FSWatcher, watch } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { ReportEvent } from './report-event.ts'
import { type RunReportOptions, runReport } from './run-report.ts'

/** Editors write a file in several steps. */
const SETTLES_MS = 80

/**
 * Runs a report, and again whenever it or a file of the project that it imports is saved. A run that is not done by then is
 * ended. Goes on until the signal aborts or who reads leaves.
 */
export async function* watchReport(file: string, options: RunReportOptions = {}): AsyncGenerator<ReportEvent> {
  const { signal } = options
  const changes = watchFiles()
  const stop = () => changes.wake()
  signal?.addEventListener('abort', stop)
  changes.follow([resolve(file)])
  try {
    while (!signal?.aborted) {
      const round = new AbortController()
      const seen = changes.count()
      const end = changes.onChange(() => round.abort())
      const signals = signal === undefined ? [round.signal] : [round.signal, signal]
      yield* runReport(file, {
        ...options,
        signal: AbortSignal.any(signals),
        onFiles(files) {
          changes.follow(files)
          options.onFiles?.(files)
        },
      })
      end()
      await changes.after(seen, () => signal?.aborted ?? false)
    }
  } finally {
    signal?.removeEventListener('abort', stop)
    changes.close()
  }
}

interface Changes {
  /** Watches these from now on, besides those that are watched already. */
  follow(files: readonly string[]): void
  count(): number
  /** Returns what ends the listening. */
  onChange(listener: () => void): () => void
  /** Resolves when more has changed than the count said and nothing moves any more, or when it is given up. */
  after(count: number, givenUp: () => boolean): Promise<void>
  wake(): void
  close(): void
}

/** Folders are watched, not files: editors replace a file by another one. */
function watchFiles(): Changes {
  const files = new Set<string>()
  const folders = new Map<string, FSWatcher>()
  const listeners = new Set<() => void>()
  let count = 0
  let timer: NodeJS.Timeout | undefined
  let wake = () => {}

  function changed(): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      count += 1
      for (const listener of listeners) listener()
      wake()
    }, SETTLES_MS)
  }

  return {
    follow(more) {
      for (const file of more) {
        files.add(file)
        const folder = dirname(file)
        if (folders.has(folder)) continue
        const watcher = watch(folder, (_, name) => {
          if (name === null || files.has(resolve(folder, name))) changed()
        })
        // A folder that goes away takes its reports with it; the next run says so.
        watcher.on('error', changed)
        folders.set(folder, watcher)
      }
    },
    count: () => count,
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async after(seen, givenUp) {
      while (count === seen && !givenUp()) {
        const { promise, resolve: done } = Promise.withResolvers<void>()
        wake = done
        await promise
      }
    },
    wake: () => wake(),
    close() {
      clearTimeout(timer)
      for (const watcher of folders.values()) watcher.close()
    },
  }
}
