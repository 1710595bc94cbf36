import type { ByteBuffer } from './byte-buffer.ts'

const [TAB, NEWLINE, RETURN, ZERO, BACKSLASH, LOWER_N, LOWER_R, LOWER_T, LOWER_U] = [
  9, 10, 13, 48, 92, 110, 114, 116, 117,
]

/**
 * Writes UTF-8 bytes of a text, escaped as COPY wants them. NUL characters, which PostgreSQL cannot hold, are left out.
 * @returns how many were.
 */
export function writeText(out: ByteBuffer, text: Uint8Array): number {
  out.reserve(2 * text.length)
  const { bytes } = out
  let at = out.at
  let nuls = 0
  for (let index = 0; index < text.length; index++) {
    const byte = text[index]!
    if (byte > RETURN && byte !== BACKSLASH) {
      bytes[at++] = byte
      continue
    }
    const letter = ESCAPES[byte]!
    if (letter !== 0) {
      bytes[at++] = BACKSLASH
      bytes[at++] = letter
    } else if (byte !== 0) bytes[at++] = byte
    else nuls++
  }
  out.at = at
  return nuls
}

/** Writes JSON text likewise. There a NUL is the six characters `\u0000`. */
export function writeJson(out: ByteBuffer, json: Uint8Array): number {
  out.reserve(2 * json.length)
  const { bytes } = out
  let at = out.at
  let nuls = 0
  for (let index = 0; index < json.length; index++) {
    const byte = json[index]!
    if (byte !== BACKSLASH) {
      bytes[at++] = byte
      continue
    }
    if (isNulEscape(json, index)) {
      nuls++
      index += 5
      continue
    }
    // The backslash and what it escapes, which may be a backslash itself.
    bytes[at++] = BACKSLASH
    bytes[at++] = BACKSLASH
    index++
    if (json[index] === BACKSLASH) bytes[at++] = BACKSLASH
    bytes[at++] = json[index]!
  }
  out.at = at
  return nuls
}

/** Byte → the letter that stands for it behind a backslash; 0: none is needed. */
const ESCAPES = new Uint8Array(128)
ESCAPES[TAB] = LOWER_T
ESCAPES[NEWLINE] = LOWER_N
ESCAPES[RETURN] = LOWER_R
ESCAPES[BACKSLASH] = BACKSLASH

export function isNulEscape(json: Uint8Array, start: number): boolean {
  if (json[start + 1] !== LOWER_U) return false
  for (let index = start + 2; index < start + 6; index++) if (json[index] !== ZERO) return false
  return true
}
