import { formatDate, formatTime, formatTimestamp } from '../../values/iso.ts'
import { Decimal, Float, PlainDate, PlainTime, Timestamp, Uuid } from '../../values/kinds.ts'

/** A key's value as a text or number that the database can compare with. */
export function plainPosition(value: unknown): string | number {
  if (typeof value === 'number') return value
  if (value instanceof Float) return value.value
  if (value instanceof Timestamp) return formatTimestamp(value)
  if (value instanceof PlainDate) return formatDate(value)
  if (value instanceof PlainTime) return formatTime(value)
  return value instanceof Decimal || value instanceof Uuid ? value.text : String(value)
}
