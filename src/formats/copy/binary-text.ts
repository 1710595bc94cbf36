import type { ByteBuffer } from './byte-buffer.ts'
import { put32 } from './put-words.ts'
import { isNulEscape } from './text-cell.ts'

/** Above so many bytes the engine's own search and copy are faster than a loop. */
const SHORT = 64
const BACKSLASH = 92
/** The only version of the form of jsonb. */
const JSONB_VERSION = 1

/**
 * Writes a length and UTF-8 bytes without the NUL characters, which PostgreSQL cannot hold; returns how many were left out.
 * @param from Where the text begins in the page's values, of which it takes `length` bytes.
 */
export function writeBinaryText(
  out: ByteBuffer,
  values: Uint8Array,
  { from, length }: { readonly from: number; readonly length: number },
): number {
  out.reserve(4 + length)
  const { bytes } = out
  const start = out.at + 4
  const end = from + length
  let at = start
  const next = length > SHORT ? values.indexOf(0, from) : from
  if (next < 0 || next >= end) {
    bytes.set(values.subarray(from, end), at)
    at += length
  } else {
    for (let index = from; index < end; index++) {
      const byte = values[index]!
      bytes[at] = byte
      if (byte !== 0) at++
    }
  }
  put32(out, at - start)
  out.at = at
  return length - (at - start)
}

/** Writes JSON text as jsonb takes it. There a NUL is the six characters `\u0000`. */
export function writeBinaryJson(out: ByteBuffer, json: Uint8Array): number {
  out.reserve(5 + json.length)
  const { bytes } = out
  const start = out.at + 4
  let at = start
  let nuls = 0
  bytes[at++] = JSONB_VERSION
  if (!json.includes(BACKSLASH)) {
    bytes.set(json, at)
    at += json.length
  } else {
    for (let index = 0; index < json.length; index++) {
      const byte = json[index]!
      if (byte !== BACKSLASH) {
        bytes[at++] = byte
      } else if (isNulEscape(json, index)) {
        nuls++
        index += 5
      } else {
        // The backslash and what it escapes, which may be a backslash itself.
        bytes[at++] = byte
        bytes[at++] = json[++index]!
      }
    }
  }
  put32(out, at - start)
  out.at = at
  return nuls
}
