import type { Column } from '../schema/stored.ts'
import { Decimal, Float, type Value } from '../values/kinds.ts'

/** Digits of a decimal whose precision is not given, as in dlt. */
const DEFAULT_PRECISION = 38
const DEFAULT_SCALE = 9
const MOST_DIGITS = 38
/** Digits before the point that any 64-bit integer needs. */
const INTEGER_DIGITS = 19

/**
 * The column that takes both a value and everything an existing column may hold, losing nothing; undefined: there is none,
 * or the column takes the value as it is.
 * @param fits What the value became in the existing column; undefined: it does not fit.
 */
export function widerColumn(column: Column, value: Value, fits: Value | undefined): Column | undefined {
  if (column.data_type === 'bigint' && fits === undefined) {
    if (isDouble(value)) return retyped(column, { data_type: 'double' })
    return value instanceof Decimal ? decimalFor(column, value.text) : undefined
  }
  if (column.data_type === 'decimal' && fits instanceof Decimal) return longerDecimal(column, fits.text)
  return undefined
}

/** The same where integers are there that a double cannot tell apart; undefined: no decimal holds both. */
export function decimalFor(column: Column, text: string): Column | undefined {
  const need = digitsOf(text)
  if (need === undefined || Math.max(need.whole, INTEGER_DIGITS) + need.fraction > MOST_DIGITS) return undefined
  const fitsDefault = need.whole <= DEFAULT_PRECISION - DEFAULT_SCALE && need.fraction <= DEFAULT_SCALE
  const size = fitsDefault ? {} : { precision: MOST_DIGITS, scale: need.fraction }
  return retyped(column, { data_type: 'decimal', ...size })
}

/** `decimal(10,2)`, for people. */
export function typeText({ data_type, precision, scale }: Column): string {
  const digits = [precision, scale].filter((one) => one !== undefined).join(',')
  return digits === '' ? `${data_type}` : `${data_type}(${digits})`
}

function longerDecimal(column: Column, text: string): Column | undefined {
  const { precision = DEFAULT_PRECISION, scale = DEFAULT_SCALE } = column
  const need = digitsOf(text)
  if (need === undefined || (need.whole <= precision - scale && need.fraction <= scale)) return undefined
  const fraction = Math.max(scale, need.fraction)
  const digits = Math.max(precision - scale, need.whole) + fraction
  return digits > MOST_DIGITS ? undefined : { ...column, precision: digits, scale: fraction }
}

/** The column with another type: the old one's size says nothing of it. */
function retyped({ precision: _precision, scale: _scale, ...column }: Column, type: Partial<Column>): Column {
  const { name, data_type: _type, ...rest } = column
  return { name, data_type: 'text', ...type, ...rest }
}

function isDouble(value: Value): boolean {
  return value instanceof Float || (typeof value === 'number' && !Number.isSafeInteger(value))
}

/** Digits before and behind the point; undefined for what has none, such as NaN. */
function digitsOf(text: string): { readonly whole: number; readonly fraction: number } | undefined {
  const match = /^-?0*(\d*)(?:\.(\d*?)0*)?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (match === null) return undefined
  const [, whole = '', fraction = '', power = '0'] = match
  const shift = Number(power)
  return {
    whole: Math.max(0, (whole === '' ? leadingZeros(fraction) : whole.length) + shift),
    fraction: Math.max(0, fraction.length - shift),
  }
}

const leadingZeros = (fraction: string) => -(/^0*/.exec(fraction)?.[0].length ?? 0)
