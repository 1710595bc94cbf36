import type { ByteBuffer } from './byte-buffer.ts'
import { put16, put32 } from './put-words.ts'

const [PLUS, MINUS, POINT, ZERO, NINE, UPPER_E, UPPER_I, UPPER_N] = [43, 45, 46, 48, 57, 69, 73, 78]
const SIGN = {
  positive: 0x0000,
  negative: 0x4000,
  nan: 0xc000,
  infinity: 0xd000,
  minusInfinity: 0xf000,
  invalid: 0xffff,
}
/** Decimal digits of one digit of PostgreSQL's. */
const GROUP = 4
/** Beyond these neither the weight nor the scale of a numeric goes. */
const MAX_DIGITS = 16_383

/** Writes decimal texts, `-12.50` or `1E+3`, as numeric values: digits to the base of 10,000, with their length before them. */
export function numericWriter(): (out: ByteBuffer, text: Uint8Array) => void {
  let digits = new Uint8Array(64)

  return (out, text) => {
    const negative = text[0] === MINUS
    let index = negative ? 1 : 0
    if (text[index] === UPPER_I) return special(out, negative ? SIGN.minusInfinity : SIGN.infinity)
    if (text[index] === UPPER_N) return special(out, SIGN.nan)
    if (digits.length < text.length) digits = new Uint8Array(2 * text.length)
    let count = 0
    let point = -1
    for (; index < text.length; index++) {
      const byte = text[index]!
      if (byte >= ZERO && byte <= NINE) digits[count++] = byte - ZERO
      else if (byte === POINT) point = count
      else break
    }
    if (point < 0) point = count
    if (text[index] === UPPER_E) point += exponentOf(text, index + 1)
    else if (index < text.length) return special(out, SIGN.invalid)
    const scale = Math.max(0, count - point)
    let first = 0
    while (first < count && digits[first] === 0) first++
    point -= first
    if (scale > MAX_DIGITS || point > GROUP * MAX_DIGITS) return special(out, SIGN.invalid)
    write(out, { first, count, point, scale, sign: negative ? SIGN.negative : SIGN.positive })
  }

  /** Digits from `first` on, of which `point` (counted from there) stand before the point. */
  function write(
    out: ByteBuffer,
    number: { first: number; count: number; point: number; scale: number; sign: number },
  ): void {
    const { first, count, point, scale, sign } = number
    const left = count - first
    const weight = left === 0 ? 0 : Math.floor((point - 1) / GROUP)
    const padding = (weight + 1) * GROUP - point
    const groups = left === 0 ? 0 : Math.ceil((padding + left) / GROUP)
    out.reserve(12 + 2 * groups)
    put32(out, 8 + 2 * groups)
    put16(out, groups)
    put16(out, weight)
    put16(out, sign)
    put16(out, scale)
    let at = first - padding
    for (let group = 0; group < groups; group++) {
      let value = 0
      for (let end = at + GROUP; at < end; at++) value = value * 10 + (at >= first && at < count ? digits[at]! : 0)
      put16(out, value)
    }
  }
}

function special(out: ByteBuffer, sign: number): void {
  out.reserve(12)
  put32(out, 8)
  put32(out, 0)
  put16(out, sign)
  put16(out, 0)
}

function exponentOf(text: Uint8Array, start: number): number {
  let value = 0
  const signed = text[start] === PLUS || text[start] === MINUS
  for (let index = signed ? start + 1 : start; index < text.length; index++) value = value * 10 + (text[index]! - ZERO)
  return text[start] === MINUS ? -value : value
}
