import { SchemaError } from '../../errors/tolva-error.ts'
import type { ByteBuffer } from './byte-buffer.ts'

const [TAB, NEWLINE, RETURN, BACKSLASH, LOWER_N, LOWER_R, LOWER_T, LOWER_U] = [9, 10, 13, 92, 110, 114, 116, 117]

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

/**
 * Writes JSON text likewise. There a NUL is the six characters `\u0000`.
 * @throws SchemaError `lone_surrogate` for an escape that is half of a pair, which jsonb cannot hold either.
 */
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
    let length = 2
    if (json[index + 1] === LOWER_U) {
      const unit = unitAt(json, index)
      if (unit === 0) {
        nuls++
        index += 5
        continue
      }
      length = 6
      if (unit >= 0xd800 && unit < 0xe000) {
        const low = json[index + 6] === BACKSLASH && json[index + 7] === LOWER_U ? unitAt(json, index + 6) : 0
        if (unit >= 0xdc00 || low < 0xdc00 || low >= 0xe000) throw loneSurrogate()
        length = 12
      }
    }
    for (const end = index + length; index < end; index++) {
      if (json[index] === BACKSLASH) bytes[at++] = BACKSLASH
      bytes[at++] = json[index]!
    }
    index--
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

function unitAt(json: Uint8Array, start: number): number {
  return Number.parseInt(String.fromCharCode(...json.subarray(start + 2, start + 6)), 16)
}

function loneSurrogate(): SchemaError {
  return new SchemaError('a json value holds half of a surrogate pair', {
    code: 'lone_surrogate',
    hint: 'Clean the text with value.toWellFormed() in a map step.',
  })
}
