import { DestinationError } from '../errors/tolva-error.ts'
import { jsonValue } from './json-value.ts'
import type { FullLimits } from './read-limits.ts'
import type { Grid } from './relation.ts'
import type { ResultColumn } from './value-reader.ts'

/** What cut a result short. */
export interface Limitation {
  readonly by: 'rows' | 'bytes' | 'seconds' | 'cells'
  /** The limit that was reached. */
  readonly at: number
  /** `only the first 1,000 rows were read`. */
  readonly text: string
}

/** A result within limits, of values that JSON can hold (`jsonValue`). */
export interface LimitedGrid extends Grid {
  /** Empty: it is whole. */
  readonly limited: readonly Limitation[]
  readonly ms: number
  /** The statement that ran. */
  readonly sql: string
}

/** Rows as they come, with their columns. */
export type Chunks = AsyncIterable<{
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly (readonly unknown[])[]
}>

/**
 * Reads until all rows are there or a limit is reached. The statement is interrupted then.
 * @param open Runs the statement, as long as the signal lets it, and calls `begin` when the database is open: a file in use may be
 *   waited for before.
 * @throws DestinationError code `query_timeout` where no row came in time.
 */
export async function limitedGrid(
  sql: string,
  limits: FullLimits,
  open: (signal: AbortSignal, begin: () => void) => Chunks,
): Promise<LimitedGrid> {
  const { maxRows, maxBytes, maxCell, seconds } = limits
  const started = performance.now()
  const late = new AbortController()
  const signal = limits.signal === undefined ? late.signal : AbortSignal.any([limits.signal, late.signal])
  let deadline = Number.POSITIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  const begin = () => {
    deadline = performance.now() + seconds * 1_000
    timer = setTimeout(() => late.abort(), seconds * 1_000)
  }
  const rows: unknown[][] = []
  const limited: Limitation[] = []
  let columns: readonly ResultColumn[] = []
  let bytes = 0
  let cut = 0

  const cell = (value: unknown): unknown => {
    const whole = jsonValue(value)
    const short = shortened(whole, maxCell)
    if (short === undefined) return whole
    cut += 1
    return short
  }
  const take = (row: readonly unknown[]): boolean => {
    if (rows.length === maxRows) {
      limited.push({ by: 'rows', at: maxRows, text: `only the first ${counted(maxRows, 'row')} were read` })
      return false
    }
    const out = row.map(cell)
    bytes += Buffer.byteLength(JSON.stringify(out))
    if (bytes > maxBytes) {
      const text = `only the first ${counted(rows.length, 'row')} were read: more would be over ${counted(maxBytes, 'byte')}`
      limited.push({ by: 'bytes', at: maxBytes, text })
      return false
    }
    rows.push(out)
    return true
  }
  const read = async () => {
    for await (const chunk of open(signal, begin)) {
      columns = chunk.columns
      if (!chunk.rows.every(take)) return
    }
  }
  try {
    await read()
  } catch (error) {
    limits.signal?.throwIfAborted()
    // The engine counts the same seconds, and may be the first to say so.
    if (performance.now() < deadline - 50) throw error
    if (rows.length === 0) throw timedOut(seconds, error)
    const text = `only the first ${counted(rows.length, 'row')} came within ${counted(seconds, 'second')}`
    limited.push({ by: 'seconds', at: seconds, text })
  } finally {
    clearTimeout(timer)
  }
  if (cut > 0) {
    limited.push({ by: 'cells', at: maxCell, text: `${counted(cut, 'value')} cut to ${counted(maxCell, 'character')}` })
  }
  const more = limited.some(({ by }) => by !== 'cells')
  return { columns, rows, more, limited, ms: Math.round(performance.now() - started), sql }
}

/** The beginning of a value that is too long; undefined: it is not. */
function shortened(value: unknown, most: number): string | undefined {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return undefined
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > most ? text.slice(0, most) : undefined
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`
}

function timedOut(seconds: number, cause: unknown): DestinationError {
  return new DestinationError(`the query gave no row within ${counted(seconds, 'second')} and was stopped`, {
    code: 'query_timeout',
    hint: 'Read less at once: a WHERE on a column, fewer joined tables, or LIMIT without ORDER BY.',
    context: { seconds },
    cause,
  })
}
