import { parseIsoTimestamp } from '../../values/iso.ts'
import { byCodePoints } from '../../values/json-writer.ts'
import { Decimal, Float, PlainDate, PlainTime, Timestamp, Uuid, type Value, Wei } from '../../values/kinds.ts'
import { typedJson } from '../../values/typed-json.ts'

/**
 * Negative, zero or positive; undefined where the two cannot be ordered. Numbers of every kind compare as numbers, times
 * as instants whatever their offsets are. Two ISO texts with offsets, or two without, are such times; other texts compare
 * as texts. A time with an offset and one without cannot be ordered.
 */
export function compareValues(a: Value, b: Value): number | undefined {
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b)
  if (a instanceof Timestamp && b instanceof Timestamp) {
    return (a.offsetMinutes === null) === (b.offsetMinutes === null) ? order(a.micros, b.micros) : undefined
  }
  if (a instanceof PlainDate && b instanceof PlainDate) return a.days - b.days
  if (a instanceof PlainTime && b instanceof PlainTime) return order(a.micros, b.micros)
  if (a instanceof Uuid && b instanceof Uuid) return order(a.text, b.text)
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b)
  const [left, right] = [numberOf(a), numberOf(b)]
  if (left === undefined || right === undefined) return undefined
  if (typeof left !== 'string' && typeof right !== 'string') {
    return Number.isNaN(left) || Number.isNaN(right) ? undefined : order(left, right)
  }
  return compareDecimals(String(left), String(right))
}

/** Whether two values are the same to a cursor: neither before the other, or of equal content. */
export function sameValue(a: Value, b: Value): boolean {
  const compared = compareValues(a, b)
  if (compared !== undefined) return compared === 0
  return typeof a === 'object' && typeof b === 'object' && typedJson(a) === typedJson(b)
}

function order<T extends number | bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  // in one shape the order of the texts is the order of the instants
  if (isTimeLike(a) && isTimeLike(b) && !(a.length === b.length && a.endsWith('Z') && b.endsWith('Z'))) {
    const [left, right] = [parseIsoTimestamp(a), parseIsoTimestamp(b)]
    const compared = left && right ? compareValues(left, right) : undefined
    if (compared !== undefined) return compared
  }
  return byCodePoints(a, b)
}

function isTimeLike(text: string): boolean {
  return text[4] === '-' && text[7] === '-' && text[13] === ':'
}

/** A number, or the text of one that only a text holds exactly. */
function numberOf(value: Value): number | bigint | string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value === 'boolean') return Number(value)
  if (value instanceof Float) return value.value
  if (value instanceof Decimal || value instanceof Wei) return value.text
  return undefined
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d*))?(?:e([-+]?\d+))?$/i

/** Beyond this many digits of distance the size alone decides. */
const MAX_DISTANCE = 10_000

function compareDecimals(a: string, b: string): number | undefined {
  const [left, right] = [scaled(a), scaled(b)]
  if (left === undefined || right === undefined) return undefined
  const distance = left.exponent - right.exponent
  if (Math.abs(distance) > MAX_DISTANCE) return order(Number(a), Number(b))
  const up = (digits: bigint, by: number) => (by > 0 ? digits * 10n ** BigInt(by) : digits)
  return order(up(left.digits, distance), up(right.digits, -distance))
}

/** The number is digits × 10^exponent; undefined where it is not finite. */
function scaled(text: string): { readonly digits: bigint; readonly exponent: number } | undefined {
  const [, sign = '', whole, fraction = '', power = '0'] = DECIMAL.exec(text) ?? []
  if (whole === undefined) return undefined
  return { digits: BigInt(`${sign}${whole}${fraction}`), exponent: Number(power) - fraction.length }
}
