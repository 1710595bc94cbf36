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

/** Text and end of the string whose opening quote is at `at`. Throws `invalid_json` or `lone_surrogate`. */
export function decodeString(
  bytes: Uint8Array,
  at: number,
  end: number,
): { readonly text: string; readonly end: number } {
  let next = at + 1
  let high = 0
  for (; next < end; next++) {
    const code = bytes[next]!
    if (code === QUOTE) return { text: decodePlain(bytes, at + 1, next, high >= 128), end: next + 1 }
    if (code === BACKSLASH) break
    if (code < 32) throw syntaxError(bytes, next, end)
    high |= code
  }
  if (next >= end) throw syntaxError(bytes, end, end)
  return decodeEscaped(bytes, at, end)
}

/** Longest ASCII text put together by hand: a call of the decoder costs more. */
const SHORT = 24

function decodePlain(bytes: Uint8Array, start: number, end: number, wide: boolean): string {
  if (!wide && end - start <= SHORT) {
    let text = ''
    for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]!)
    return text
  }
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

function decodeEscaped(bytes: Uint8Array, at: number, end: number): { readonly text: string; readonly end: number } {
  let text = ''
  let start = at + 1
  for (let next = start; next < end; next++) {
    const code = bytes[next]!
    if (code < 32) throw syntaxError(bytes, next, end)
    if (code !== QUOTE && code !== BACKSLASH) continue
    text += decodePlain(bytes, start, next, true)
    if (code === QUOTE) {
      if (!text.isWellFormed()) throw loneSurrogate(at)
      return { text, end: next + 1 }
    }
    next++
    if (next >= end) break
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
  throw syntaxError(bytes, end, end)
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
