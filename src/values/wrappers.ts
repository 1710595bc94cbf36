import { SchemaError } from '../errors/tolva-error.ts'
import { decimalText } from './decimal-text.ts'
import { parseIsoMoment } from './iso.ts'
import { Decimal, Float, Timestamp, Uuid, Wei } from './kinds.ts'
import { pythonRepr } from './python-text.ts'

function invalid(kind: string, value: unknown, example: string): SchemaError {
  return new SchemaError(`${kind}() cannot take ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`, {
    code: `invalid_${kind}`,
    hint: `Give it something like ${example}.`,
  })
}

/** A double even where its value is integral: `float(2)` makes a double column, `2` a bigint one. */
export function float(value: number): Float {
  if (typeof value !== 'number') throw invalid('float', value, 'float(2)')
  return new Float(value)
}

/** An exact decimal: `decimal('1.50')` keeps both digits. Numbers are taken by their shortest text. Throws SchemaError `invalid_decimal`. */
export function decimal(value: string | number | bigint): Decimal {
  const written = typeof value === 'number' && !Number.isInteger(value) ? pythonRepr(value) : String(value)
  const text = decimalText(written)
  if (text === undefined) throw invalid('decimal', value, "decimal('1.50')")
  return new Decimal(text)
}

const WEI_END = 2n ** 256n

/** An integer amount of up to 256 bits. Throws SchemaError `invalid_wei`. */
export function wei(value: bigint | number | string): Wei {
  const amount = weiOf(value)
  if (amount === undefined || amount >= WEI_END || amount <= -WEI_END) throw invalid('wei', value, 'wei(10n ** 18n)')
  return new Wei(amount)
}

function weiOf(value: bigint | number | string): bigint | undefined {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined
  return /^-?\d{1,78}$/.test(value) ? BigInt(value) : undefined
}

/** A UUID, loaded as its lower-case text. Throws SchemaError `invalid_uuid`. */
export function uuid(text: string): Uuid {
  if (!/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(text)) {
    throw invalid('uuid', text, "uuid('00000000-0000-0000-0000-000000000001')")
  }
  return new Uuid(text.toLowerCase())
}

/**
 * A wall clock time without a zone: from an ISO text without an offset, from a `Date` (its clock in UTC), or from a Temporal.PlainDateTime.
 * Throws SchemaError `invalid_naive`.
 */
export function naive(value: string | Date | { toString(): string }): Timestamp {
  if (value instanceof Date && !Number.isNaN(value.getTime()))
    return new Timestamp(BigInt(value.getTime()) * 1000n, null)
  const text = String(value).replace(/\[.*$/, '')
  const moment = parseIsoMoment(text)
  if (moment === undefined || moment.offsetMinutes !== null)
    throw invalid('naive', value, "naive('2024-01-02T03:04:05')")
  return moment
}
