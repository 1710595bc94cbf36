import { SchemaError } from '../errors/tolva-error.ts'
import { entriesOf, isFloatAt } from './exact-json.ts'
import { Decimal, Float, PlainDate, PlainTime, Timestamp, Uuid, Wei } from './kinds.ts'
import { toValue } from './to-value.ts'

/** The typed values that JSON has no spelling for. */
export type Typed = Decimal | Wei | Uuid | Timestamp | PlainDate | PlainTime | Uint8Array

export interface JsonForm {
  /** Keys sorted by their UTF-8 bytes; absent: in the order they stand. */
  readonly sorted?: boolean
  /** The JSON text of a typed value. */
  readonly typed: (value: Typed) => string
}

/** A JSON string as orjson writes it: nothing escaped but quotes, backslashes and control characters. Throws SchemaError `lone_surrogate`. */
export function quoteJson(text: string): string {
  if (text.isWellFormed()) return JSON.stringify(text)
  throw new SchemaError('A text holds half of a surrogate pair, which is no character', {
    code: 'lone_surrogate',
    hint: 'Replace it in the source, or drop the field with map() before it is loaded.',
  })
}

/** A double as orjson writes it: `2.0`, `1e+16`, `1e-6`; `null` for NaN and the infinities. */
export function floatJson(value: number): string {
  if (!Number.isFinite(value)) return 'null'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const size = Math.abs(value)
  if (size < 1e-5 || size >= 1e16) return value.toExponential()
  return Number.isInteger(value) ? `${value}.0` : String(value)
}

function numberJson(value: number, float: boolean): string {
  if (!float && Number.isInteger(value) && Math.abs(value) < 2 ** 63) return String(BigInt(value))
  return floatJson(value)
}

/** Orders texts by their code points, which is the order of their UTF-8 bytes (and not that of `<` on strings). */
export function byCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i)
    const right = b.charCodeAt(i)
    if (left === right) continue
    const leftHalf = left >= 0xd800 && left <= 0xdfff
    const rightHalf = right >= 0xd800 && right <= 0xdfff
    return leftHalf === rightHalf ? left - right : leftHalf ? 1 : -1
  }
  return a.length - b.length
}

/** Writes a value as compact JSON. Objects may be Maps; undefined fields are left out; what `EXACT` remembers is honoured. */
export function writeJson(value: unknown, form: JsonForm, float = false): string {
  if (typeof value === 'string') return quoteJson(value)
  if (typeof value === 'number') return numberJson(value, float)
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return writeList(value, form)
  if (value instanceof Float) return floatJson(value.value)
  if (isTyped(value)) return form.typed(value)
  if (value instanceof Map) return writeObject([...value], value, form)
  const prototype = Object.getPrototypeOf(value)
  if (typeof value === 'object' && (prototype === Object.prototype || prototype === null)) {
    return writeObject(entriesOf(value), value, form)
  }
  const edge = toValue(value)
  return isTyped(edge) ? form.typed(edge) : writeObject(Object.entries(edge ?? {}), value, form)
}

function isTyped(value: unknown): value is Typed {
  return (
    value instanceof Timestamp ||
    value instanceof Decimal ||
    value instanceof Uint8Array ||
    value instanceof Uuid ||
    value instanceof PlainDate ||
    value instanceof PlainTime ||
    value instanceof Wei
  )
}

function writeList(list: readonly unknown[], form: JsonForm): string {
  let text = ''
  for (let i = 0; i < list.length; i++) {
    text += `${i === 0 ? '' : ','}${writeJson(list[i], form, isFloatAt(list, i))}`
  }
  return `[${text}]`
}

function writeObject(entries: (readonly [string, unknown])[], container: object, form: JsonForm): string {
  if (form.sorted === true) entries.sort((a, b) => byCodePoints(a[0], b[0]))
  let text = ''
  for (const [key, value] of entries) {
    if (value === undefined) continue
    text += `${text === '' ? '' : ','}${quoteJson(key)}:${writeJson(value, form, isFloatAt(container, key))}`
  }
  return `{${text}}`
}
