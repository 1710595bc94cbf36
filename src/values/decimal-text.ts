import { asciiDigits, pythonStrip } from './python-text.ts'

const NUMBER = /^([-+]?)(?=\d|\.\d)(\d*)(?:\.(\d*))?(?:e([-+]?\d+))?$/i
const WORD = /^([-+]?)(?:(inf(?:inity)?)|(s?nan)(\d*))$/i

/** Digits that a decimal may be written out to: more is a typing error or an attack. */
const MAX_DIGITS = 10_000

interface Parts {
  readonly negative: boolean
  /** The coefficient, without leading zeros (`0` for zero). */
  readonly digits: string
  /** The value is digits × 10^exponent. */
  readonly exponent: number
}

function partsOf(text: string): Parts | undefined {
  const match = NUMBER.exec(asciiDigits(pythonStrip(text)).replaceAll('_', ''))
  if (match === null) return undefined
  const fraction = match[3] ?? ''
  const exponent = Number(match[4] ?? 0) - fraction.length
  if (!Number.isSafeInteger(exponent)) return undefined
  return { negative: match[1] === '-', digits: (match[2]! + fraction).replace(/^0+(?=\d)/, ''), exponent }
}

/** What Python's `str(Decimal(text))` prints (`1e3` → `1E+3`, ` 1.50 ` → `1.50`); undefined where `Decimal` raises. */
export function decimalText(text: string): string | undefined {
  const parts = partsOf(text)
  if (parts === undefined) return wordText(text)
  const { digits, exponent } = parts
  const left = exponent + digits.length
  const point = exponent <= 0 && left > -6 ? left : 1
  const power = left === point ? '' : `E${left - point < 0 ? '' : '+'}${left - point}`
  const sign = parts.negative ? '-' : ''
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}${power}`
  if (point >= digits.length) return `${sign}${digits}${power}`
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}${power}`
}

function wordText(text: string): string | undefined {
  const match = WORD.exec(asciiDigits(pythonStrip(text)).replaceAll('_', ''))
  if (match === null) return undefined
  const sign = match[1] === '-' ? '-' : ''
  if (match[2] !== undefined) return `${sign}Infinity`
  return `${sign}${match[3]!.length === 4 ? 'sNaN' : 'NaN'}${(match[4] ?? '').replace(/^0+/, '')}`
}

/** The integer that a decimal text is; undefined where it has a fraction, is not finite, or is absurdly long. */
export function integerOf(text: string): bigint | undefined {
  const parts = partsOf(text)
  if (parts === undefined || parts.digits.length + Math.abs(parts.exponent) > MAX_DIGITS) return undefined
  const { negative, digits, exponent } = parts
  const cut = exponent < 0 ? digits.slice(0, Math.max(0, digits.length + exponent)) : digits + '0'.repeat(exponent)
  if (exponent < 0 && /[1-9]/.test(digits.slice(Math.max(0, digits.length + exponent)))) return undefined
  const value = BigInt(cut === '' ? 0 : cut)
  return negative ? -value : value
}

/** The integer next to a decimal text, halves away from zero; undefined where it is not finite or is absurdly long. */
export function roundedOf(text: string): bigint | undefined {
  const parts = partsOf(text)
  if (parts === undefined || parts.digits.length + Math.abs(parts.exponent) > MAX_DIGITS) return undefined
  if (parts.exponent >= 0) return integerOf(text)
  const scale = 10n ** BigInt(-parts.exponent)
  const value = (BigInt(parts.digits) + scale / 2n) / scale
  return parts.negative ? -value : value
}

/** Whether a decimal text is zero (in any spelling). */
export function isZero(text: string): boolean {
  return partsOf(text)?.digits === '0'
}
