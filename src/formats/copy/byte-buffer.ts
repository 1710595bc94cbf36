const FIRST_BYTES = 64 * 1024

/** Bytes that grow at their end. Whoever writes to `bytes` reserves room first and moves `at` on. */
export class ByteBuffer {
  bytes = new Uint8Array(FIRST_BYTES)
  at = 0

  /** Makes sure that `count` more bytes fit. */
  reserve(count: number): void {
    const need = this.at + count
    if (need <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(need, this.bytes.length * 2))
    grown.set(this.bytes.subarray(0, this.at))
    this.bytes = grown
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.bytes.set(bytes, this.at)
    this.at += bytes.length
  }

  /** ASCII text. */
  ascii(text: string): void {
    this.reserve(text.length)
    for (let index = 0; index < text.length; index++) this.bytes[this.at++] = text.charCodeAt(index)
  }

  /** A whole number within 53 bits, filled up with zeros to `width` digits. */
  integer(value: number, width = 1): void {
    this.reserve(24)
    let rest = value
    if (rest < 0) {
      this.bytes[this.at++] = MINUS
      rest = -rest
    }
    let end = this.at + width
    for (let bound = 10 ** width; rest >= bound; bound *= 10) end++
    for (let at = end - 1; at >= this.at; at--) {
      const next = Math.floor(rest / 10)
      this.bytes[at] = ZERO + (rest - next * 10)
      rest = next
    }
    this.at = end
  }

  /** Gives away what is there and starts anew. */
  take(): Uint8Array {
    const taken = this.bytes.slice(0, this.at)
    this.at = 0
    return taken
  }
}

const ZERO = 48
const MINUS = 45
