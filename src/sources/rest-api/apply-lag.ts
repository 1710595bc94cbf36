import { ConfigError } from '../../errors/tolva-error.ts'

const DATE = /^(\d{4})-?(\d{2})-?(\d{2})$/
const TIME = /^(\d{4}-\d{2}-\d{2})([T ])(\d{2}:\d{2}:\d{2})(\.\d+)?(Z|z|[+-]\d{2}:?\d{2})?$/
const DAY_MS = 86_400_000

/**
 * A cursor value moved back by the lag (forward for `min`): numbers by units, times by seconds, dates by days; texts keep their format. Where
 * the initial value is a date, times move by whole days too.
 * @throws ConfigError `invalid_lag` for a text that is neither date nor time.
 */
export function applyLag(
  value: unknown,
  lag: number,
  options: { readonly initial: unknown; readonly last: 'max' | 'min' },
): unknown {
  const shift = options.last === 'max' ? -lag : lag
  if (typeof value === 'bigint') return value + BigInt(shift)
  if (typeof value === 'number') return Number.isInteger(value) ? Math.trunc(value + shift) : value + shift
  const inDays = typeof options.initial === 'string' && DATE.test(options.initial)
  const lagged =
    typeof value === 'string'
      ? (shiftDate(value, shift) ?? shiftTime(value, shift, inDays ? options.last : undefined))
      : undefined
  if (lagged !== undefined) return lagged
  throw new ConfigError(`a lag cannot be taken from the cursor value ${JSON.stringify(value)}`, {
    code: 'invalid_lag',
    hint: 'use a lag only with cursors that are numbers, ISO dates or ISO times',
  })
}

function shiftDate(value: string, days: number): string | undefined {
  const [, year, month, day] = DATE.exec(value) ?? []
  if (year === undefined) return undefined
  const moved = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)) + days * DAY_MS)
    .toISOString()
    .slice(0, 10)
  return value.includes('-') ? moved : moved.replaceAll('-', '')
}

function shiftTime(value: string, shift: number, dayEdge: 'max' | 'min' | undefined): string | undefined {
  const [, date, separator, clock, fraction = '', zone = ''] = TIME.exec(value) ?? []
  if (date === undefined || separator === undefined || clock === undefined) return undefined
  if (dayEdge !== undefined) {
    const digits = fraction === '' ? '' : `.${(dayEdge === 'max' ? '0' : '9').repeat(fraction.length - 1)}`
    return `${shiftDate(date, shift)}${separator}${dayEdge === 'max' ? '00:00:00' : '23:59:59'}${digits}${zone}`
  }
  const wholeSeconds = Math.trunc(shift)
  const moved = new Date(Date.parse(`${date}T${clock}Z`) + wholeSeconds * 1000).toISOString()
  return `${moved.slice(0, 10)}${separator}${moved.slice(11, 19)}${fraction}${zone}`
}
