import type { ByteBuffer } from './byte-buffer.ts'

const MICROS_PER_DAY = 86_400_000_000
const MICROS_PER_SECOND = 1_000_000

/**
 * A point in time as PostgreSQL reads it, `2024-01-31 23:59:59.5`; the fraction only where there is one.
 * @param zone Stands behind the time: `+00`.
 */
export function writeMoment(out: ByteBuffer, micros: number | bigint, zone = ''): void {
  const [day, rest] = typeof micros === 'number' ? split(micros) : splitBig(micros)
  const [year, month, date] = civil(day)
  // Before the year 1 PostgreSQL counts backwards from 1 BC.
  out.integer(year > 0 ? year : 1 - year, 4)
  dashed(out, month, date)
  out.ascii(' ')
  writeClock(out, rest)
  out.ascii(zone)
  if (year <= 0) out.ascii(' BC')
}

/** A date, `2024-01-31`, from the days since 1970. */
export function writeDate(out: ByteBuffer, day: number): void {
  const [year, month, date] = civil(day)
  out.integer(year > 0 ? year : 1 - year, 4)
  dashed(out, month, date)
  if (year <= 0) out.ascii(' BC')
}

/** A time of day, `23:59:59.5`, from the microseconds since midnight. */
export function writeClock(out: ByteBuffer, micros: number): void {
  const seconds = Math.floor(micros / MICROS_PER_SECOND)
  out.integer(Math.floor(seconds / 3600), 2)
  out.ascii(':')
  out.integer(Math.floor(seconds / 60) % 60, 2)
  out.ascii(':')
  out.integer(seconds % 60, 2)
  const fraction = micros - seconds * MICROS_PER_SECOND
  if (fraction === 0) return
  out.ascii('.')
  out.integer(fraction, 6)
}

function dashed(out: ByteBuffer, month: number, date: number): void {
  out.ascii('-')
  out.integer(month, 2)
  out.ascii('-')
  out.integer(date, 2)
}

function split(micros: number): readonly [number, number] {
  const day = Math.floor(micros / MICROS_PER_DAY)
  return [day, micros - day * MICROS_PER_DAY]
}

function splitBig(micros: bigint): readonly [number, number] {
  const perDay = BigInt(MICROS_PER_DAY)
  const rest = ((micros % perDay) + perDay) % perDay
  return [Number((micros - rest) / perDay), Number(rest)]
}

/** Year, month and day of the Gregorian calendar, by counting years from March so that a leap day comes last. */
function civil(day: number): readonly [number, number, number] {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1]
}
