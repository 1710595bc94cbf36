import { SchemaError } from '../errors/tolva-error.ts'
import { EXACT } from './exact-json.ts'
import { parseIsoDate, parseIsoTime, parseIsoTimestamp } from './iso.ts'
import { Decimal, Float, PlainDate, PlainTime, Timestamp, Uuid, type Value, Wei } from './kinds.ts'

/**
 * Turns what a user's row holds into a Value: `Date` and Temporal values become Timestamp, PlainDate or PlainTime; plain values and
 * tolva's wrappers stay. Lists and objects are copied only where something in them changes; what `EXACT` remembers is kept.
 * `undefined` stays (the key counts as absent; in a list it becomes null). Throws SchemaError `unsupported_value` naming the type.
 */
export function toValue(value: unknown): Value | undefined {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
    case 'undefined':
      return value
    case 'object':
      return value === null ? null : objectToValue(value)
    default:
      throw unsupported(typeof value)
  }
}

function objectToValue(value: object): Value {
  if (Array.isArray(value)) return listToValue(value)
  if (isRecord(value)) return recordToValue(value)
  if (isWrapper(value)) return value
  const tag = Object.prototype.toString.call(value).slice(8, -1)
  if (value instanceof Date) return dateToTimestamp(value)
  if (tag.startsWith('Temporal.')) return temporalToValue(value, tag.slice(9))
  throw unsupported(value.constructor?.name ?? tag)
}

function isWrapper(value: object): value is Extract<Value, Uint8Array | Float | Decimal | Timestamp> {
  return (
    value instanceof Uint8Array ||
    value instanceof Float ||
    value instanceof Decimal ||
    value instanceof Wei ||
    value instanceof Uuid ||
    value instanceof Timestamp ||
    value instanceof PlainDate ||
    value instanceof PlainTime
  )
}

/** Whether `value` is a plain object, of whatever realm. */
function isRecord(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value)
  return (
    prototype === Object.prototype ||
    prototype === null ||
    (Object.getPrototypeOf(prototype) === null && !Object.hasOwn(value, Symbol.toStringTag))
  )
}

type ValueRecord = { readonly [key: string]: Value }

/** These two tell the compiler what a look at every element has shown. */
const isListOfValues = (_list: readonly unknown[], changed: boolean): _list is readonly Value[] => !changed
const isSettled = (_record: object): _record is ValueRecord => true

function listToValue(list: readonly unknown[]): readonly Value[] {
  const values: Value[] = []
  let changed = false
  for (const before of list) {
    const value = toValue(before) ?? null
    changed ||= !Object.is(value, before)
    values.push(value)
  }
  return isListOfValues(list, changed) ? list : Object.assign(values, exactPart(list))
}

function recordToValue(record: Readonly<Record<string, unknown>>): ValueRecord {
  let copy: Record<string, unknown> | undefined
  for (const key of Object.keys(record)) {
    const before = record[key]
    const value = toValue(before)
    if (Object.is(value, before)) continue
    copy ??= { ...record }
    copy[key] = value
  }
  const settled = copy ?? record
  return isSettled(settled) ? settled : {}
}

function exactPart(container: object): object {
  return EXACT in container ? { [EXACT]: container[EXACT] } : {}
}

function dateToTimestamp(date: Date): Timestamp {
  const millis = date.getTime()
  if (Number.isNaN(millis)) throw unsupported('invalid Date')
  return new Timestamp(BigInt(millis) * 1000n, 0)
}

interface TemporalLike {
  readonly epochNanoseconds?: bigint
  readonly offsetNanoseconds?: number
}

/** Nanoseconds to microseconds, rounded down. */
const microsOf = (nanoseconds: bigint): bigint => (nanoseconds - (((nanoseconds % 1000n) + 1000n) % 1000n)) / 1000n

function temporalToValue(value: object & TemporalLike, kind: string): Value {
  if (value.epochNanoseconds !== undefined) {
    const offset = Math.round((value.offsetNanoseconds ?? 0) / 60e9)
    return new Timestamp(microsOf(value.epochNanoseconds), offset)
  }
  // a calendar other than ISO 8601 stands in brackets behind the ISO text
  const text = String(value).replace(/\[.*$/, '')
  const found =
    kind === 'PlainDateTime'
      ? parseIsoTimestamp(text)
      : kind === 'PlainDate'
        ? parseIsoDate(text)
        : kind === 'PlainTime'
          ? parseIsoTime(text)
          : undefined
  if (found === undefined) throw unsupported(`Temporal.${kind} ${text}`)
  return found
}

function unsupported(type: string): SchemaError {
  return new SchemaError(`A value of type ${type} cannot be loaded`, {
    code: 'unsupported_value',
    hint: 'Turn it into a text, a number, a Date, a list or a plain object with map() first.',
    context: { type },
  })
}
