import { decimalText, roundedOf } from './decimal-text.ts'
import { EXACT, entriesOf, parseExact } from './exact-json.ts'
import { parseIsoDate, parseIsoTime, parseIsoTimestamp } from './iso.ts'
import { type Typed, writeJson } from './json-writer.ts'
import { Decimal, PlainDate, PlainTime, Timestamp, Uuid, type Value, Wei } from './kinds.ts'
import { typedText } from './typed-text.ts'

/** First of the eight private-use characters that mark a typed value in a JSON text. */
const MARKERS = 0xf026

function markOf(value: Typed): string {
  if (value instanceof Decimal) return String.fromCharCode(MARKERS)
  if (value instanceof Timestamp) return String.fromCharCode(MARKERS + 1)
  if (value instanceof PlainDate) return String.fromCharCode(MARKERS + 2)
  if (value instanceof Uint8Array) return String.fromCharCode(MARKERS + 5)
  if (value instanceof Wei) return String.fromCharCode(MARKERS + 6)
  // dlt writes ids without a marker, and reads them as texts
  return value instanceof PlainTime ? String.fromCharCode(MARKERS + 7) : ''
}

const typed = (value: Typed): string => `"${markOf(value)}${typedText(value)}"`

/** dlt's typed JSON: compact, keys as they stand (or sorted), typed values as texts behind a private-use marker character. */
export function typedJson(value: unknown, options: { readonly sorted?: boolean } = {}): string {
  return writeJson(value, { typed, sorted: options.sorted === true })
}

const bytesOf = (text: string, encoding: 'hex' | 'base64'): Uint8Array => Uint8Array.from(Buffer.from(text, encoding))

const DECODERS: readonly ((text: string) => Value | undefined)[] = [
  (text) => {
    const decimal = decimalText(text)
    return decimal === undefined ? undefined : new Decimal(decimal)
  },
  (text) => parseIsoTimestamp(text),
  (text) => parseIsoDate(text),
  (text) => (/^[\da-f]{8}(-?[\da-f]{4}){3}-?[\da-f]{12}$/i.test(text) ? new Uuid(text.toLowerCase()) : undefined),
  (text) => (/^(0x)?([\da-f]{2})*$/i.test(text) ? bytesOf(text.replace(/^0x/i, ''), 'hex') : undefined),
  (text) => bytesOf(text, 'base64'),
  (text) => {
    const exact = decimalText(text)
    const value = exact === undefined ? undefined : roundedOf(exact)
    return value === undefined ? undefined : new Wei(value, exact)
  },
  (text) => parseIsoTime(text),
]

function decode(value: unknown): unknown {
  if (typeof value === 'string') {
    if (value.length < 2) return value
    return DECODERS[value.charCodeAt(0) - MARKERS]?.(value.slice(1)) ?? value
  }
  if (typeof value !== 'object' || value === null) return value
  const exact = EXACT in value ? { [EXACT]: value[EXACT] } : {}
  if (Array.isArray(value)) return Object.assign(value.map(decode), exact)
  return Object.assign(Object.fromEntries(entriesOf(value).map(([key, field]) => [key, decode(field)])), exact)
}

/** Reads typed JSON: plain values with `EXACT`, and wrappers for what is marked; a marked text that says nothing stays a text. */
export function parseTypedJson(text: string): unknown {
  return decode(parseExact(new TextEncoder().encode(text)))
}
