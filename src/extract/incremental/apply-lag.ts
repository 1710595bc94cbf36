import type { LagDuration } from '../../contracts/incremental.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { formatDate, formatTimestamp, parseIsoDate, parseIsoTimestamp, splitDays } from '../../values/iso.ts'
import { Float, PlainDate, Timestamp, type Value } from '../../values/kinds.ts'

type Unit = 'seconds' | 'days'
type Last = 'max' | 'min'

const DATE = /^(\d{4})(-?)(\d{2})\2(\d{2})$/
const TIME = /^(\d{4}-\d{2}-\d{2})([T ])(\d{2})(:\d{2})?(:\d{2})?(\.\d+)?(Z|z|[+-]\d{2}:?\d{2})?$/
const DAY_MICROS = 86_400_000_000n

/**
 * A cursor value moved back by the lag (forward for `min`): numbers by units, times by seconds, dates by days; texts keep
 * their format. The initial value decides between seconds and days where it is a time or a date: below a date, a time
 * moves to the edge of its lagged day (in UTC).
 * @throws ConfigError `invalid_lag` for a value that has no distance, or a duration taken from a number.
 */
export function applyLag(
  value: Value,
  lag: number | LagDuration,
  { initial, last }: { readonly initial: Value | undefined; readonly last: Last },
): Value {
  const sign = last === 'max' ? -1 : 1
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof Float) {
    if (typeof lag !== 'number') throw invalidLag('A duration', value)
    return shiftNumber(value, sign * lag)
  }
  const unit = unitOf(initial) ?? unitOf(value)
  if (unit === undefined) throw invalidLag('A lag', value)
  const shift = sign * (typeof lag === 'number' ? lag : secondsOf(lag) / (unit === 'days' ? 86_400 : 1))
  if (value instanceof PlainDate) return shiftDate(value, shift, unit)
  if (value instanceof Timestamp) return shiftTime(value, shift, { unit, last })
  const text = typeof value === 'string' ? shiftText(value, shift, { unit, last }) : undefined
  if (text === undefined) throw invalidLag('A lag', value)
  return text
}

function secondsOf({ days = 0, hours = 0, minutes = 0, seconds = 0 }: LagDuration): number {
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
}

function unitOf(value: Value | undefined): Unit | undefined {
  if (value instanceof Timestamp) return 'seconds'
  if (value instanceof PlainDate) return 'days'
  if (typeof value !== 'string') return undefined
  return DATE.test(value) ? 'days' : TIME.test(value) ? 'seconds' : undefined
}

function shiftNumber(value: number | bigint | Float, shift: number): Value {
  if (value instanceof Float) return new Float(value.value + shift)
  if (typeof value === 'number') return Number.isInteger(value) ? Math.trunc(value + shift) : value + shift
  return Number.isInteger(shift) ? value + BigInt(shift) : BigInt(Math.trunc(Number(value) + shift))
}

function shiftDate(value: PlainDate, shift: number, unit: Unit): PlainDate {
  return new PlainDate(value.days + Math.floor(unit === 'days' ? shift : shift / 86_400))
}

function shiftTime(value: Timestamp, shift: number, { unit, last }: { readonly unit: Unit; readonly last: Last }) {
  if (unit === 'seconds') {
    return new Timestamp(value.micros + BigInt(Math.round(shift * 1_000_000)), value.offsetMinutes)
  }
  const day = BigInt(splitDays(value.micros).days + Math.floor(shift)) * DAY_MICROS
  return new Timestamp(last === 'max' ? day : day + DAY_MICROS - 1n, value.offsetMinutes)
}

function shiftText(value: string, shift: number, by: { readonly unit: Unit; readonly last: Last }): string | undefined {
  const [, year, dash, month, dayOfMonth] = DATE.exec(value) ?? []
  if (year !== undefined) {
    const date = parseIsoDate(`${year}-${month}-${dayOfMonth}`)
    const moved = date && formatDate(shiftDate(date, shift, by.unit))
    return dash === '' ? moved?.replaceAll('-', '') : moved
  }
  const [, date, separator, hour, minute, second, fraction, zone = ''] = TIME.exec(value) ?? []
  const time = parseIsoTimestamp(`${date}T${hour}${minute ?? ':00'}${second ?? ':00'}${fraction ?? ''}${zone}`)
  if (time === undefined) return undefined
  const moved = shiftTime(time, shift, by)
  const [clock = '', digits = '000000'] = formatTimestamp(wallClock(moved)).slice(11).split('.')
  const shown = clock.slice(0, second ? 8 : minute ? 5 : 2)
  return `${formatTimestamp(wallClock(moved)).slice(0, 10)}${separator}${shown}${fraction ? `.${digits}` : ''}${zone}`
}

function wallClock({ micros, offsetMinutes }: Timestamp): Timestamp {
  return new Timestamp(micros + BigInt(offsetMinutes ?? 0) * 60_000_000n, null)
}

function invalidLag(what: string, value: Value): ConfigError {
  return new ConfigError(`${what} cannot be taken from the cursor value ${String(JSON.stringify(String(value)))}`, {
    code: 'invalid_lag',
    hint: 'Use a lag with cursors that are numbers (a number), ISO dates or ISO times (a number or a duration).',
  })
}
