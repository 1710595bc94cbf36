import { isDefaultProp } from './column-props.ts'
import type { Column, Json } from './stored.ts'

/** Said beside the type, or of no use to people. */
const NOT_HINTS: ReadonlySet<string> = new Set(['name', 'data_type', 'precision', 'scale', 'nullable', 'description'])

/** The type of a column as people write it: `decimal(10,2)`, `timestamp`; '' where no value has come. */
export function columnType({ data_type, precision, scale, timezone }: Column): string {
  if (data_type === undefined) return ''
  const size = [precision, scale].filter((one) => one !== undefined)
  return `${data_type}${size.length > 0 ? `(${size.join(',')})` : ''}${timezone === false ? ' without timezone' : ''}`
}

/** Hints that a column has: `primary_key`, `unique`, `x-…`; `dedup_sort desc` where the value says more than yes. */
export function columnHints(column: Column): readonly string[] {
  return Object.entries(column).flatMap(([hint, value]) => {
    if (NOT_HINTS.has(hint) || hint === 'timezone' || isDefaultProp(hint, value)) return []
    return value === true ? [hint] : [`${hint} ${plain(value)}`]
  })
}

/** Type, nullability and hints in one line, to be compared. */
export function columnText(column: Column): string {
  const parts = [
    columnType(column) || 'no type yet',
    column.nullable === false ? 'not null' : '',
    ...columnHints(column),
  ]
  return parts.filter(Boolean).join(' ')
}

const plain = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value))
