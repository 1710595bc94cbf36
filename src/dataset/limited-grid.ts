import { jsonValue } from './json-value.ts'
import { type Limitation, limitation } from './limitation.ts'
import { type OpenChunks, readInTime } from './read-in-time.ts'
import type { FullLimits } from './read-limits.ts'
import type { Grid } from './relation.ts'
import type { ResultColumn } from './value-reader.ts'

/** A result within limits, of values that JSON can hold (`jsonValue`). */
export interface LimitedGrid extends Grid {
  /** Empty: it is whole. */
  readonly limited: readonly Limitation[]
  readonly ms: number
  /** The statement that ran. */
  readonly sql: string
}

/**
 * Reads until all rows are there or a limit is reached. The statement is interrupted then.
 * @throws DestinationError code `query_timeout` where no row came in time.
 */
export async function limitedGrid(sql: string, limits: FullLimits, open: OpenChunks): Promise<LimitedGrid> {
  const { maxRows, maxBytes, maxCell, seconds } = limits
  const started = performance.now()
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
      limited.push(limitation('rows', maxRows, rows.length))
      return false
    }
    const out = row.map(cell)
    bytes += Buffer.byteLength(JSON.stringify(out))
    if (bytes > maxBytes) {
      limited.push(limitation('bytes', maxBytes, rows.length))
      return false
    }
    rows.push(out)
    return true
  }
  const inTime = await readInTime(limits, open, (chunk) => {
    columns = chunk.columns
    return chunk.rows.every(take)
  })
  if (!inTime) limited.push(limitation('seconds', seconds, rows.length))
  if (cut > 0) limited.push(limitation('cells', maxCell, cut))
  const more = limited.some(({ by }) => by !== 'cells')
  return { columns, rows, more, limited, ms: Math.round(performance.now() - started), sql }
}

/** The beginning of a value that is too long; undefined: it is not. */
function shortened(value: unknown, most: number): string | undefined {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return undefined
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > most ? text.slice(0, most) : undefined
}
