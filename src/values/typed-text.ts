import { formatDate, formatTime, formatTimestamp } from './iso.ts'
import type { Typed } from './json-writer.ts'
import { PlainDate, PlainTime, Timestamp } from './kinds.ts'

/** The text of a typed value as dlt's JSON has it: isoformat, `str(Decimal)`, base64. */
export function typedText(value: Typed): string {
  if (value instanceof Timestamp) return formatTimestamp(value)
  if (value instanceof PlainDate) return formatDate(value)
  if (value instanceof PlainTime) return formatTime(value)
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64')
  return value.text
}
