const TYPE = { true: 1, false: 2, i32: 5, i64: 6, binary: 8, list: 9, struct: 12 } as const

/** Element types of a thrift list. */
export const ELEMENT = { i32: TYPE.i32, binary: TYPE.binary, struct: TYPE.struct } as const

/** Writes the compact thrift protocol, as far as Parquet's metadata needs it. Fields must come in ascending order. */
export class ThriftWriter {
  readonly #bytes: number[] = []
  /** Last field id of each open struct. */
  readonly #last: number[] = [0]

  i32(id: number, value: number): this {
    this.#field(id, TYPE.i32)
    this.#varint(value * 2)
    return this
  }

  /** A non-negative integer up to 2^52. */
  i64(id: number, value: number): this {
    this.#field(id, TYPE.i64)
    this.#varint(value * 2)
    return this
  }

  bool(id: number, value: boolean): this {
    this.#field(id, value ? TYPE.true : TYPE.false)
    return this
  }

  text(id: number, value: string): this {
    this.#field(id, TYPE.binary)
    return this.textElement(value)
  }

  /** Begins a struct; `end` ends it. */
  struct(id: number): this {
    this.#field(id, TYPE.struct)
    this.#last.push(0)
    return this
  }

  /** Begins a struct that is an element of a list. The outermost struct is open from the start. */
  structElement(): this {
    this.#last.push(0)
    return this
  }

  end(): this {
    this.#bytes.push(0)
    this.#last.pop()
    return this
  }

  /** Announces a list; its elements follow. */
  list(id: number, element: number, size: number): this {
    this.#field(id, TYPE.list)
    if (size < 15) {
      this.#bytes.push((size << 4) | element)
    } else {
      this.#bytes.push(0xf0 | element)
      this.#varint(size)
    }
    return this
  }

  i32Element(value: number): this {
    this.#varint(value * 2)
    return this
  }

  textElement(value: string): this {
    const bytes = Buffer.from(value)
    this.#varint(bytes.length)
    for (const byte of bytes) this.#bytes.push(byte)
    return this
  }

  bytes(): Buffer {
    return Buffer.from(this.#bytes)
  }

  #field(id: number, type: number): void {
    const last = this.#last.length - 1
    const step = id - this.#last[last]!
    this.#last[last] = id
    this.#bytes.push((step << 4) | type)
  }

  #varint(value: number): void {
    pushVarint(this.#bytes, value)
  }
}

/** Appends an unsigned LEB128 number. */
export function pushVarint(bytes: number[], value: number): void {
  let rest = value
  while (rest > 127) {
    bytes.push((rest % 128) | 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
}
