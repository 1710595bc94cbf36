import { queryTimeout } from './query-timeout.ts'
import type { ResultColumn } from './value-reader.ts'

/** Rows as they come, with their columns. */
export interface Chunk {
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly (readonly unknown[])[]
}

/** Runs a statement as long as the signal lets it, and calls `begin` when the database is open: a file in use may be waited for before. */
export type OpenChunks = (signal: AbortSignal, begin: () => void) => AsyncIterable<Chunk>

/**
 * Reads rows until all are there, `take` says false, or the time is over; then the statement is interrupted. True: the time was not.
 * @throws DestinationError code `query_timeout` where no row came in time.
 */
export async function readInTime(
  { seconds, signal: asked }: { readonly seconds: number; readonly signal?: AbortSignal | undefined },
  open: OpenChunks,
  take: (chunk: Chunk) => boolean | Promise<boolean>,
): Promise<boolean> {
  const late = new AbortController()
  const signal = asked === undefined ? late.signal : AbortSignal.any([asked, late.signal])
  let deadline = Number.POSITIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  let some = false
  const begin = () => {
    deadline = performance.now() + seconds * 1_000
    timer = setTimeout(() => late.abort(), seconds * 1_000)
  }
  try {
    for await (const chunk of open(signal, begin)) {
      some ||= chunk.rows.length > 0
      if (!(await take(chunk))) return true
    }
    return true
  } catch (error) {
    asked?.throwIfAborted()
    // The engine counts the same seconds, and may be the first to say so.
    if (performance.now() < deadline - 50) throw error
    if (!some) throw queryTimeout(seconds, error)
    return false
  } finally {
    clearTimeout(timer)
  }
}
