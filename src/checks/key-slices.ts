import { columnsWith } from '../schema/column-props.ts'
import { quoteName } from '../sql/quote-name.ts'
import type { Key } from './table-keys.ts'
import type { TableThere } from './tables-there.ts'

/** Rows that are compared at once: their keys fit into memory, and a load waits for no longer than that takes. */
export const ROWS_AT_ONCE = 1_000_000
const MOST_SLICES = 64

/** Some of a key's rows: all that have one value are in the same slice, so that slices can be looked at one by one. */
export interface KeySlice {
  readonly key: Key
  readonly of: TableThere
  readonly rows: number
  /** Of all rows where there is one slice. */
  readonly where: string
}

/** The rows of a key in as many slices as its table is large, if its values can be told apart cheaply. */
export function slicesOf(key: Key, of: TableThere): readonly KeySlice[] {
  const wanted = Math.min(MOST_SLICES, Math.ceil(of.rows / ROWS_AT_ONCE))
  const number = wanted > 1 ? numberOf(key, of) : undefined
  if (number === undefined) return [{ key, of, rows: of.rows, where: activeOnly(of) }]
  return Array.from({ length: wanted }, (_, slice) => ({
    key,
    of,
    rows: of.rows / wanted,
    where: `${activeOnly(of)} AND COALESCE(${number} % ${wanted}, 0) = ${slice}`,
  }))
}

/** A whole number from 0 on that equal values have in common; undefined: no column of the key has such that costs little. */
function numberOf({ columns }: Key, of: TableThere): string | undefined {
  const typed = of.columns.filter(({ name }) => columns.includes(name))
  const [whole] = typed.filter(({ data_type }) => data_type === 'bigint')
  if (whole !== undefined) return `ABS(${quoteName(whole.name)} % ${MOST_SLICES * MOST_SLICES - 1})`
  const [text] = typed.filter(({ data_type }) => data_type === 'text')
  if (text === undefined) return undefined
  const name = quoteName(text.name)
  // Ids differ most at their end.
  return `(ASCII(RIGHT(${name}, 1)) * 37 + ASCII(RIGHT(${name}, 2)))`
}

/** Of a history of versions only those that hold now: that the others have the key, too, is their sense. */
export function activeOnly({ table }: TableThere): string {
  const [valid] = columnsWith(table, 'x-valid-to')
  return valid === undefined ? '1 = 1' : `${quoteName(valid)} IS NULL`
}
