import { type DataType, Decimal, Float, PlainDate, PlainTime, Timestamp, Uuid, type Value, Wei } from './kinds.ts'

const BIGINT_END = 2 ** 63

/**
 * The data type that a value has by itself, before detection and hints.
 * `float` says that an integral number was written as a float (`2.0`), see `isFloatAt`. Integral numbers of 2^63 and more are doubles.
 */
export function typeOf(value: NonNullable<Value>, float = false): DataType {
  switch (typeof value) {
    case 'string':
      return 'text'
    case 'number':
      return !float && Number.isInteger(value) && Math.abs(value) < BIGINT_END ? 'bigint' : 'double'
    case 'boolean':
      return 'bool'
    case 'bigint':
      return 'bigint'
  }
  if (value instanceof Timestamp) return 'timestamp'
  if (value instanceof Decimal) return 'decimal'
  if (value instanceof Float) return 'double'
  if (value instanceof Uint8Array) return 'binary'
  if (value instanceof PlainDate) return 'date'
  if (value instanceof PlainTime) return 'time'
  if (value instanceof Uuid) return 'text'
  if (value instanceof Wei) return 'wei'
  return 'json'
}
