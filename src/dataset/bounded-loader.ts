import type { RowStream } from '../contracts/destination.ts'
import { queryTimeout } from './query-timeout.ts'
import type { FullLimits } from './read-limits.ts'
import type { ReadingLoader } from './relation.ts'

/**
 * The same loader, whose statements are interrupted when their seconds are over or the signal is aborted. Theirs is the time that the
 * engine takes, and that of who reads.
 */
export function boundedLoader(loader: ReadingLoader, { seconds, signal }: Pick<FullLimits, 'seconds' | 'signal'>) {
  async function stream(sql: string, params?: readonly unknown[], own?: AbortSignal): Promise<RowStream> {
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), seconds * 1_000)
    const told = (error: unknown): unknown => {
      clearTimeout(timer)
      signal?.throwIfAborted()
      own?.throwIfAborted()
      return late.signal.aborted ? queryTimeout(seconds, error) : error
    }
    try {
      const any = AbortSignal.any([late.signal, signal, own].filter((one) => one !== undefined))
      const rows = await loader.stream(sql, params, any)
      return { columns: rows.columns, [Symbol.asyncIterator]: () => inTime(rows, told, timer) }
    } catch (error) {
      throw told(error)
    }
  }
  const bounded: ReadingLoader = {
    columns: (tables) => loader.columns(tables),
    stream,
    [Symbol.asyncDispose]: () => loader[Symbol.asyncDispose](),
  }
  return bounded
}

async function* inTime(rows: RowStream, told: (error: unknown) => unknown, timer: NodeJS.Timeout) {
  try {
    yield* rows
  } catch (error) {
    throw told(error)
  } finally {
    clearTimeout(timer)
  }
}
