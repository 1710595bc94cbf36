import { compactJson } from './compact-json.ts'
import { decimalText, integerOf, isZero, roundedOf } from './decimal-text.ts'
import { parseExact } from './exact-json.ts'
import { formatDate, formatTime, formatTimestamp, isMoment, parseIsoMoment, parseIsoTime, splitDays } from './iso.ts'
import { type DataType, Decimal, Float, PlainDate, PlainTime, Timestamp, Uuid, type Value, Wei } from './kinds.ts'
import { pythonFloat, pythonHex, pythonInt, pythonRepr, pythonStrip } from './python-text.ts'
import { toValue } from './to-value.ts'

/** What `coerce` gives back where the value does not fit the type: the caller makes a variant column or an error of it. */
export const NO_FIT: unique symbol = Symbol('no fit')

/** The column properties that change a value. `timezone` false: wall clock times in UTC. */
export interface CoerceTarget {
  readonly timezone?: boolean
  readonly precision?: number
  readonly scale?: number
}

type Fit = Value | typeof NO_FIT
type Numeric = number | bigint

const utf8 = new TextEncoder()
const TRUE = new Set(['yes', 'true', 't', 'y', '1'])
const FALSE = new Set(['no', 'false', 'f', 'n', '0'])
const DAY_MICROS = 86_400_000_000n
/** Integral digits up to which Python's default decimal context takes a remainder. */
const DECIMAL_DIGITS = 28

const orNoFit = <T extends Value>(value: T | undefined): T | typeof NO_FIT => (value === undefined ? NO_FIT : value)

const isNumeric = (value: Value): value is Numeric => typeof value === 'number' || typeof value === 'bigint'

function narrow(value: bigint): Numeric {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

function textToInteger(text: string): bigint | undefined {
  const plain = pythonStrip(text)
  return plain.startsWith('0x') ? pythonHex(plain.slice(2)) : pythonInt(plain)
}

function textToDouble(text: string): Fit {
  const plain = pythonStrip(text)
  if (!plain.startsWith('0x')) return orNoFit(pythonFloat(plain))
  const value = pythonHex(plain.slice(2))
  return value === undefined ? NO_FIT : bigintToDouble(value)
}

function bigintToDouble(value: Numeric): Fit {
  const double = Number(value)
  return Number.isFinite(double) ? double : NO_FIT
}

function textToDecimal(text: string): Fit {
  const plain = pythonStrip(text)
  const hex = plain.startsWith('0x') ? pythonHex(plain.slice(2)) : undefined
  const found = hex === undefined ? decimalText(plain) : String(hex)
  return found === undefined ? NO_FIT : new Decimal(found)
}

function weiOf(fit: Fit): Fit {
  if (!(fit instanceof Decimal)) return fit
  const value = roundedOf(fit.text)
  return value === undefined ? NO_FIT : new Wei(value, fit.text)
}

function decimalToBigint(text: string): Fit {
  const value = integerOf(text)
  return value === undefined || String(value).replace('-', '').length > DECIMAL_DIGITS ? NO_FIT : narrow(value)
}

const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/
const HEX = /^[\t-\r ]*(?:[\da-f]{2}[\t-\r ]*)*$/i

function textToBinary(text: string): Fit {
  if (text.startsWith('0x')) {
    const digits = text.slice(2)
    return HEX.test(digits) ? new Uint8Array(Buffer.from(digits.replace(/[\t-\r ]/g, ''), 'hex')) : NO_FIT
  }
  return BASE64.test(text) ? new Uint8Array(Buffer.from(text, 'base64')) : NO_FIT
}

function bigintToBinary(value: Numeric): Fit {
  let left = BigInt(value)
  if (left < 0n) return NO_FIT
  const bytes: number[] = []
  for (; left > 0n; left >>= 8n) bytes.push(Number(left & 255n))
  return Uint8Array.from(bytes)
}

function textToBool(text: string): Fit {
  const word = text.toLowerCase()
  if (TRUE.has(word)) return true
  return FALSE.has(word) ? false : NO_FIT
}

function textToJson(text: string): Fit {
  try {
    const value = toValue(parseExact(utf8.encode(text))) ?? null
    // a scalar has no object around it that could remember how it was written
    return typeof value === 'number' && Number.isInteger(value) && /[.eE]/.test(text) ? new Float(value) : value
  } catch {
    return NO_FIT
  }
}

/** Rounds half to even, as Python's `fromtimestamp`. */
function roundEven(value: number): number {
  const low = Math.floor(value)
  const rest = value - low
  if (rest !== 0.5) return Math.round(value)
  return low % 2 === 0 ? low : low + 1
}

/** The moment (UTC) so many seconds after 1970, halves of a microsecond rounded to even. */
function epochToTimestamp(seconds: Numeric): Fit {
  if (typeof seconds === 'number' && !Number.isFinite(seconds)) return NO_FIT
  const whole = typeof seconds === 'number' ? Math.trunc(seconds) : seconds
  const rest = typeof seconds === 'number' ? roundEven((seconds - Number(whole)) * 1e6) : 0
  const micros = BigInt(whole) * 1_000_000n + BigInt(rest)
  return isMoment(micros) ? new Timestamp(micros, 0) : NO_FIT
}

function textToTimestamp(text: string): Fit {
  const moment = parseIsoMoment(text)
  if (moment !== undefined) return moment
  const seconds = pythonFloat(text)
  return seconds === undefined ? NO_FIT : epochToTimestamp(seconds)
}

function dateOfTimestamp(fit: Fit): Fit {
  return fit instanceof Timestamp && isMoment(fit.micros) ? new PlainDate(splitDays(fit.micros).days) : NO_FIT
}

/** A timestamp as a column holds it: in UTC, or as a wall clock time in UTC. */
function inZone(fit: Fit, timezone: boolean | undefined): Fit {
  if (!(fit instanceof Timestamp)) return fit
  if (!isMoment(fit.micros)) return NO_FIT
  const offset = timezone === false ? null : 0
  return fit.offsetMinutes === offset ? fit : new Timestamp(fit.micros, offset)
}

function toText(value: Value): Fit {
  if (value instanceof Timestamp) return formatTimestamp(value)
  if (value instanceof PlainDate) return formatDate(value)
  if (value instanceof PlainTime) return formatTime(value)
  if (value instanceof Decimal || value instanceof Wei || value instanceof Uuid) return value.text
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return compactJson(value)
}

const numberToText = (value: Value): Fit => (typeof value === 'number' ? pythonRepr(value) : NO_FIT)
const fromText = (convert: (text: string) => Fit) => (value: Value) =>
  typeof value === 'string' ? convert(value) : NO_FIT
const fromNumber = (convert: (value: Numeric) => Fit) => (value: Value) => (isNumeric(value) ? convert(value) : NO_FIT)
const fromDecimal = (convert: (text: string) => Fit) => (value: Value) =>
  value instanceof Decimal || value instanceof Wei ? convert(value.text) : NO_FIT

const repr = (value: Numeric): string => (typeof value === 'number' ? pythonRepr(value) : String(value))
const truth = fromNumber((value) => value !== 0 && value !== 0n)
const decimalTruth = fromDecimal((text) => !isZero(text))
const integral = fromDecimal(decimalToBigint)
const decimalToDouble = fromDecimal((text) =>
  text.includes('sNaN') ? NO_FIT : orNoFit(pythonFloat(text.replace(/NaN\d+/, 'NaN'))),
)

/** Conversions by target, then by source. Absent: never fits. */
const CONVERSIONS: { readonly [To in DataType]?: { readonly [From in DataType]?: (value: Value) => Fit } } = {
  text: {
    bigint: fromNumber((value) => String(value)),
    double: numberToText,
    bool: toText,
    decimal: toText,
    wei: toText,
    binary: toText,
    timestamp: toText,
    date: toText,
    time: toText,
    json: toText,
  },
  binary: { text: fromText(textToBinary), bigint: fromNumber(bigintToBinary) },
  bigint: {
    text: fromText((text) => {
      const value = textToInteger(text)
      return value === undefined ? NO_FIT : narrow(value)
    }),
    double: (value) => (typeof value === 'number' && Number.isInteger(value) ? narrow(BigInt(value)) : NO_FIT),
    decimal: integral,
    wei: integral,
  },
  double: {
    text: fromText(textToDouble),
    bigint: fromNumber(bigintToDouble),
    decimal: decimalToDouble,
    wei: decimalToDouble,
  },
  decimal: {
    text: fromText(textToDecimal),
    bigint: fromNumber((value) => new Decimal(String(value))),
    double: fromNumber((value) => textToDecimal(repr(value))),
    wei: fromDecimal((text) => new Decimal(text)),
  },
  wei: {
    text: fromText((text) => weiOf(textToDecimal(text))),
    bigint: fromNumber((value) => new Wei(BigInt(value))),
    double: fromNumber((value) => weiOf(textToDecimal(repr(value)))),
    decimal: fromDecimal((text) => weiOf(new Decimal(text))),
  },
  bool: { text: fromText(textToBool), bigint: truth, double: truth, decimal: decimalTruth, wei: decimalTruth },
  json: { text: fromText(textToJson) },
  timestamp: {
    text: fromText(textToTimestamp),
    bigint: fromNumber(epochToTimestamp),
    double: fromNumber(epochToTimestamp),
    date: (value) => (value instanceof PlainDate ? new Timestamp(BigInt(value.days) * DAY_MICROS, null) : NO_FIT),
  },
  date: {
    text: fromText((text) => dateOfTimestamp(textToTimestamp(text))),
    timestamp: (value) => dateOfTimestamp(value),
    bigint: fromNumber((value) => dateOfTimestamp(epochToTimestamp(value))),
    double: fromNumber((value) => dateOfTimestamp(epochToTimestamp(value))),
  },
  time: { text: fromText((text) => orNoFit(parseIsoTime(text))) },
}

/** The value as its own type holds it: no wrappers around texts and numbers, safe integers as `number`. */
function plain(value: Value): Value {
  if (typeof value === 'bigint') return narrow(value)
  if (value instanceof Float) return value.value
  return value instanceof Uuid ? value.text : value
}

/**
 * Fits `value`, whose type is `from`, into a column of type `to`, by dlt's rules; NO_FIT where they say no.
 * Gives text → string, bool → boolean, bigint → number where safe else bigint, double → number, decimal → Decimal, wei → Wei,
 * timestamp → Timestamp in UTC (naive where `timezone` is false), date → PlainDate, time → PlainTime, binary → Uint8Array, json → as it is.
 */
export function coerce(value: Value, from: DataType, to: DataType, column?: CoerceTarget): Value | typeof NO_FIT {
  if (from === to) return to === 'timestamp' ? inZone(value, column?.timezone) : plain(value)
  const convert = CONVERSIONS[to]?.[from]
  if (convert === undefined) return NO_FIT
  const fit = convert(plain(value))
  return to === 'timestamp' ? inZone(fit, column?.timezone) : fit
}
