import { isMainThread } from 'node:worker_threads'
import { DestinationError } from '../errors/tolva-error.ts'

/** A file that this thread may open; `release` lets other threads of the process have it. */
export interface ThreadLock {
  release(): void
}

/** Locks of this thread that are being given back, which takes a moment. */
const releasing = new Map<string, Promise<unknown>>()

/**
 * Keeps threads of one process apart: DuckDB lets each of them open the same file, and what one of them writes is lost then.
 * Several may have it to read.
 * @throws DestinationError code `duckdb_file_held` where another thread has the file, `duckdb_in_thread` in a thread of a Node
 *   whose threads cannot lock each other out.
 */
export async function lockThread(path: string, { shared }: { readonly shared: boolean }): Promise<ThreadLock> {
  const locks = typeof navigator === 'object' && 'locks' in navigator ? navigator.locks : undefined
  if (locks === undefined) {
    if (isMainThread) return { release: () => {} }
    throw new DestinationError(`${path} cannot be opened in a worker thread of Node ${process.version}`, {
      code: 'duckdb_in_thread',
      hint: 'Load in the main thread or in a process of its own, or run Node 22.21 or newer.',
      context: { file: path },
    })
  }
  await releasing.get(path)
  const answer = Promise.withResolvers<ThreadLock>()
  const mode = shared ? 'shared' : 'exclusive'
  const held = locks.request(`tolva ${path}`, { mode, ifAvailable: true }, (lock) => {
    if (lock === null) return answer.reject(heldByThread(path))
    const end = Promise.withResolvers<void>()
    const release = () => {
      releasing.set(path, held)
      end.resolve()
    }
    answer.resolve({ release })
    return end.promise
  })
  held.then(() => releasing.get(path) === held && releasing.delete(path)).catch(answer.reject)
  return answer.promise
}

function heldByThread(path: string): DestinationError {
  return new DestinationError(`${path} is open in another thread of this process (pid ${process.pid})`, {
    code: 'duckdb_file_held',
    hint: 'Close the dataset or wait for the run in that thread, then run again: what was prepared is loaded first.',
    context: { file: path, pid: process.pid },
    retry: true,
  })
}
