import { InternalError, SchemaError } from '../errors/tolva-error.ts'

const WASM_PAGE = 65_536
/** The first page belongs to the static data of compiled modules that import the memory. */
const RESERVED = WASM_PAGE
/** Below 2 GiB, so that every offset is a positive int32. */
const MAX_PAGES = 32_767
const LARGE = 64 * 1024 * 1024

/**
 * One growable region of bytes that holds every builder, the plan and the page in work.
 * The views are replaced when it grows: read them from here again after any call that may allocate.
 */
export class LinearMemory {
  readonly memory: WebAssembly.Memory
  u8: Buffer
  i32: Int32Array
  u32: Uint32Array
  f64: Float64Array
  i64: BigInt64Array
  /** For words that are not aligned. */
  view: DataView
  /** Bytes handed out and not released. */
  allocated = 0
  #top = RESERVED
  readonly #free = new Map<number, number[]>()

  constructor() {
    this.memory = new WebAssembly.Memory({ initial: 256, maximum: MAX_PAGES })
    const buffer = this.memory.buffer
    this.u8 = Buffer.from(buffer)
    this.i32 = new Int32Array(buffer)
    this.u32 = new Uint32Array(buffer)
    this.f64 = new Float64Array(buffer)
    this.i64 = new BigInt64Array(buffer)
    this.view = new DataView(buffer)
  }

  /**
   * A zeroed region, aligned to 16 bytes; returns its byte offset. The region may be larger than asked for.
   * @throws SchemaError code `memory_full` at 2 GiB.
   */
  allocate(bytes: number): number {
    const size = sizeClass(bytes)
    this.allocated += size
    const reused = this.#free.get(size)?.pop()
    if (reused !== undefined) {
      this.u8.fill(0, reused, reused + size)
      return reused
    }
    const offset = this.#top
    this.#top += size
    if (this.#top > this.u8.length) this.#grow(this.#top - this.u8.length)
    return offset
  }

  /** Gives a region back; `bytes` is what was asked for. */
  release(offset: number, bytes: number): void {
    if (offset === 0) return
    const size = sizeClass(bytes)
    const list = this.#free.get(size)
    if (list === undefined) this.#free.set(size, [offset])
    else list.push(offset)
    this.allocated -= size
    if (this.allocated < 0) throw new InternalError('memory was released twice', { code: 'released_twice' })
  }

  #grow(missing: number): void {
    const have = this.u8.length / WASM_PAGE
    const need = Math.ceil(missing / WASM_PAGE)
    const pages = Math.min(Math.max(need, have >> 1), MAX_PAGES - have)
    if (pages < need) {
      this.#top -= missing
      throw new SchemaError('one page and the rows built from it need more than 2 GiB', {
        code: 'memory_full',
        hint: 'Let the source yield smaller pages, or leave the largest values out.',
      })
    }
    this.memory.grow(pages)
    const buffer = this.memory.buffer
    this.u8 = Buffer.from(buffer)
    this.i32 = new Int32Array(buffer)
    this.u32 = new Uint32Array(buffer)
    this.f64 = new Float64Array(buffer)
    this.i64 = new BigInt64Array(buffer)
    this.view = new DataView(buffer)
  }
}

function sizeClass(bytes: number): number {
  if (bytes > LARGE) return Math.ceil(bytes / 1_048_576) * 1_048_576
  let size = 64
  while (size < bytes) size *= 2
  return size
}
