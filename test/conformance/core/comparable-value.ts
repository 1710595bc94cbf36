import { Decimal, Float, PlainDate, PlainTime, Timestamp, Uuid, Wei } from '../../../src/values/kinds.ts'

/** A document of values as plain JSON with the tags that the cases use, so that it can be compared with a recorded one. */
export function comparableValue(value: unknown): unknown {
  if (value instanceof Float) return { $float: String(value.value) }
  if (value instanceof Decimal) return { $decimal: value.text }
  if (value instanceof Wei) return { $wei: String(value.value) }
  if (value instanceof Uuid) return { $uuid: value.text }
  if (value instanceof Timestamp) return { $datetime: timestampText(value) }
  if (value instanceof PlainDate) return { $date: new Date(value.days * 86_400_000).toISOString().slice(0, 10) }
  if (value instanceof PlainTime) return { $time: timeText(value.micros) }
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : { $int: String(value) }
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, comparableValue(item)]))
  if (Array.isArray(value)) return value.map(comparableValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, comparableValue(item)]))
}

/** In UTC where an offset is known, as the cases record it. */
function timestampText({ micros, offsetMinutes }: Timestamp): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n
  const seconds = new Date(Number((micros - fraction) / 1000n)).toISOString().slice(0, 19)
  const offset = offsetMinutes === null ? '' : '+00:00'
  return `${seconds}${fraction === 0n ? '' : `.${String(fraction).padStart(6, '0')}`}${offset}`
}

function timeText(micros: bigint): string {
  const fraction = micros % 1_000_000n
  const seconds = new Date(Number((micros - fraction) / 1000n)).toISOString().slice(11, 19)
  return fraction === 0n ? seconds : `${seconds}.${String(fraction).padStart(6, '0')}`
}
