import { dateOf, daysOf, FIRST_DAY, LAST_DAY } from './calendar.ts'
import { type IsoParts, scanIso } from './iso-scan.ts'
import { PlainDate, PlainTime, Timestamp } from './kinds.ts'

const DAY_MICROS = 86_400_000_000n
const MINUTE_MICROS = 60_000_000n
/** Seconds up to which microseconds are safe integers. */
const SAFE_SECONDS = 9_000_000_000

const pad2 = (n: number): string => (n < 10 ? `0${n}` : `${n}`)

function microsOf(seconds: number, micros: number): bigint {
  if (seconds < SAFE_SECONDS && seconds > -SAFE_SECONDS) return BigInt(seconds * 1_000_000 + micros)
  return BigInt(seconds) * 1_000_000n + BigInt(micros)
}

function timestampOf(found: IsoParts): Timestamp {
  const days = daysOf(found.year, found.month, found.day)
  const seconds = days * 86_400 + found.hour * 3600 + found.minute * 60 + found.second - (found.offset ?? 0) * 60
  return new Timestamp(microsOf(seconds, found.micros), found.offset)
}

/** A timestamp from a text that has a date *and* a time, as dlt's `iso_timestamp` detector takes it; fractions are cut to microseconds. */
export function parseIsoTimestamp(text: string): Timestamp | undefined {
  const found = scanIso(text)
  return found?.kind === 'timestamp' ? timestampOf(found) : undefined
}

/** A date from a text that has no time, as dlt's `iso_date` detector takes it (`2024`, `2024-W05`, `2024-002`, `2024/01/02` too). */
export function parseIsoDate(text: string): PlainDate | undefined {
  const found = scanIso(text)
  return found?.kind === 'date' ? new PlainDate(daysOf(found.year, found.month, found.day)) : undefined
}

/** A time of day from a text without a date; one with an offset is turned to UTC. */
export function parseIsoTime(text: string): PlainTime | undefined {
  const found = scanIso(text)
  if (found?.kind !== 'time') return undefined
  const minutes = found.hour * 60 + found.minute - (found.offset ?? 0)
  const seconds = (((minutes % 1440) + 1440) % 1440) * 60 + found.second
  return new PlainTime(BigInt(seconds * 1_000_000 + found.micros))
}

/** A timestamp, or midnight (naive) of a date: what dlt makes of an ISO text in a timestamp column. */
export function parseIsoMoment(text: string): Timestamp | undefined {
  const found = scanIso(text)
  return found === undefined || found.kind === 'time' ? undefined : timestampOf(found)
}

/** Splits microseconds into whole days and the rest of the last day. */
export function splitDays(micros: bigint): { readonly days: number; readonly micros: number } {
  let days = micros / DAY_MICROS
  if (micros % DAY_MICROS < 0n) days -= 1n
  return { days: Number(days), micros: Number(micros - days * DAY_MICROS) }
}

/** Whether microseconds since 1970 lie in the years 1–9999. */
export function isMoment(micros: bigint): boolean {
  return micros >= BigInt(FIRST_DAY) * DAY_MICROS && micros < BigInt(LAST_DAY + 1) * DAY_MICROS
}

/** `2024-01-02`. */
export function formatDate(value: PlainDate): string {
  const { year, month, day } = dateOf(value.days)
  return `${String(year).padStart(4, '0')}-${pad2(month)}-${pad2(day)}`
}

/** `03:04:05` or `03:04:05.678901`. */
export function formatTime(value: PlainTime): string {
  return clock(Number(value.micros))
}

function clock(micros: number): string {
  const fraction = micros % 1_000_000
  const seconds = (micros - fraction) / 1_000_000
  const minutes = Math.floor(seconds / 60)
  const text = `${pad2(Math.floor(minutes / 60))}:${pad2(minutes % 60)}:${pad2(seconds % 60)}`
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(6, '0')}`
}

function formatOffset(minutes: number): string {
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${pad2(Math.floor(size / 60))}:${pad2(size % 60)}`
}

/** As Python's `datetime.isoformat()`: `2024-01-02T03:04:05.678901+00:00`, no fraction where it is 0, no offset where naive, never `Z`. */
export function formatTimestamp(value: Timestamp): string {
  const offset = value.offsetMinutes
  const { days, micros } = splitDays(value.micros + BigInt(offset ?? 0) * MINUTE_MICROS)
  const text = `${formatDate(new PlainDate(days))}T${clock(micros)}`
  return offset === null ? text : text + formatOffset(offset)
}
