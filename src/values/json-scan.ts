import { SourceError } from '../errors/tolva-error.ts'

const QUOTE = 34
const BACKSLASH = 92
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** What is wrong at byte `at`: SourceError `invalid_json` with the offset, that says whether the text was cut off. */
export function syntaxError(bytes: Uint8Array, at: number, end: number): SourceError {
  const cut = at >= end
  const found = cut ? 'the text ends too early' : `unexpected ${JSON.stringify(String.fromCharCode(bytes[at]!))}`
  return new SourceError(`Not valid JSON: ${found} at byte ${at}`, {
    code: 'invalid_json',
    hint: cut
      ? 'The body was cut off: read it again, or check the size limits of what sends it.'
      : 'Check what the source sends: it must be JSON in UTF-8 (no comments, no NaN, no trailing commas).',
    context: { offset: at },
  })
}

/** Offset of the first byte from `at` on that is no JSON white space. */
export function skipBlank(bytes: Uint8Array, at: number, end: number): number {
  let next = at
  for (; next < end; next++) {
    const code = bytes[next]!
    if (code > 32 || (code !== 32 && code !== 10 && code !== 13 && code !== 9)) break
  }
  return next
}

/** Offset behind the string whose opening quote is at `at`. Throws `invalid_json` where it does not end. */
export function skipString(bytes: Uint8Array, at: number, end: number): number {
  for (let next = at + 1; next < end; next++) {
    const code = bytes[next]!
    if (code === QUOTE) return next + 1
    if (code === BACKSLASH) next++
    else if (code < 32) throw syntaxError(bytes, next, end)
  }
  throw syntaxError(bytes, end, end)
}

/** What stands between the quote at `start` and the closing one: its end, and whether it can be decoded byte by byte. */
export interface Quoted {
  /** Offset of the closing quote. */
  end: number
  escaped: boolean
  wide: boolean
}

/** Looks for the end of the string whose opening quote is at `at`, filling `found`. Throws `invalid_json`. */
export function scanString(bytes: Uint8Array, at: number, end: number, found: Quoted): void {
  let seen = 0
  let escaped = false
  for (let next = at + 1; next < end; next++) {
    const code = bytes[next]!
    if (code === QUOTE) {
      found.end = next
      found.escaped = escaped
      found.wide = seen >= 128
      return
    }
    if (code === BACKSLASH) {
      escaped = true
      next++
    } else if (code < 32) throw syntaxError(bytes, next, end)
    seen |= code
  }
  throw syntaxError(bytes, end, end)
}

/** The text of the string whose opening quote is at `at`. Throws `invalid_json` or `lone_surrogate`. */
export function decodeString(bytes: Uint8Array, at: number, end: number): string {
  const found: Quoted = { end: 0, escaped: false, wide: false }
  scanString(bytes, at, end, found)
  return decodeScanned(bytes, at, found)
}

/** As `decodeString`, for a string that `scanString` went over. */
export function decodeScanned(bytes: Uint8Array, at: number, found: Quoted): string {
  if (found.escaped) return decodeEscaped(bytes, at, found.end)
  return decodePlain(bytes, at + 1, found.end, found.wide)
}

function decodePlain(bytes: Uint8Array, start: number, end: number, wide: boolean): string {
  if (!wide) return asciiText(bytes, start, end)
  try {
    return utf8.decode(bytes.subarray(start, end))
  } catch (cause) {
    throw new SourceError(`Not valid JSON: a text is not UTF-8, from byte ${start} on`, {
      code: 'invalid_json',
      hint: 'The source sends another encoding: turn its body to UTF-8 first.',
      context: { offset: start },
      cause,
    })
  }
}

/** ASCII bytes as a text. */
export function asciiText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 12) return Buffer.prototype.latin1Slice.call(bytes, start, end)
  let text = ''
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]!)
  return text
}

const SHORT_ESCAPES: { readonly [code: number]: string } = {
  34: '"',
  47: '/',
  92: '\\',
  98: '\b',
  102: '\f',
  110: '\n',
  114: '\r',
  116: '\t',
}

/** `end`: offset of the closing quote. */
function decodeEscaped(bytes: Uint8Array, at: number, end: number): string {
  let text = ''
  let start = at + 1
  for (let next = start; next < end; next++) {
    if (bytes[next] !== BACKSLASH) continue
    text += decodePlain(bytes, start, next, true)
    next++
    if (bytes[next] === 117) {
      text += String.fromCharCode(hex4(bytes, next + 1, end))
      next += 4
    } else {
      const plain = SHORT_ESCAPES[bytes[next]!]
      if (plain === undefined) throw syntaxError(bytes, next, end)
      text += plain
    }
    start = next + 1
  }
  text += decodePlain(bytes, start, end, true)
  if (!text.isWellFormed()) throw loneSurrogate(at)
  return text
}

function hex4(bytes: Uint8Array, at: number, end: number): number {
  let value = 0
  for (let i = at; i < at + 4; i++) {
    if (i >= end) throw syntaxError(bytes, end, end)
    const digit = Number.parseInt(String.fromCharCode(bytes[i]!), 16)
    if (Number.isNaN(digit)) throw syntaxError(bytes, i, end)
    value = value * 16 + digit
  }
  return value
}

function loneSurrogate(offset: number): SourceError {
  return new SourceError(`A text holds half of a surrogate pair, which is no character (string at byte ${offset})`, {
    code: 'lone_surrogate',
    hint: 'Replace it in the source, or drop the field with map() before it is loaded.',
    context: { offset },
  })
}
