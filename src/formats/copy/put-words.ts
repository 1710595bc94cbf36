import type { ByteBuffer } from './byte-buffer.ts'

/** Four bytes, the highest first, into room that is reserved. */
export function put32(out: ByteBuffer, value: number): void {
  const { bytes, at } = out
  bytes[at] = value >>> 24
  bytes[at + 1] = value >>> 16
  bytes[at + 2] = value >>> 8
  bytes[at + 3] = value
  out.at = at + 4
}

/** Two bytes likewise. */
export function put16(out: ByteBuffer, value: number): void {
  const { bytes, at } = out
  bytes[at] = value >>> 8
  bytes[at + 1] = value
  out.at = at + 2
}
