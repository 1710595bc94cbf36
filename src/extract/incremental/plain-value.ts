import { formatDate, formatTime, formatTimestamp } from '../../values/iso.ts'
import { Decimal, Float, PlainDate, PlainTime, Timestamp, Uuid, type Value, Wei } from '../../values/kinds.ts'

/** A value as user code sees it: times and dates as ISO texts, decimals as texts, numbers as numbers. */
export function plainValue(value: Value | undefined): unknown {
  if (value instanceof Timestamp) return formatTimestamp(value)
  if (value instanceof PlainDate) return formatDate(value)
  if (value instanceof PlainTime) return formatTime(value)
  if (value instanceof Decimal || value instanceof Uuid) return value.text
  if (value instanceof Float || value instanceof Wei) return value.value
  return value
}
