import type { LinearMemory } from './linear-memory.ts'
import { ROW_IDS_WASM } from './row-ids-wasm.ts'

/** Bytes of an id in a text heap: the length 14 as int32, then 14 characters. */
export const ID_SLOT = 18
const HASH_BLOCK = 168

/** Where ids stand: in a heap, one slot a row, or wherever `offsets` (int32 byte offsets, one a row) says. */
export interface IdPlace {
  readonly heap: number
  /** 0: every id takes one slot. */
  readonly offsets: number
}

/** Makes ids in linear memory. All places are byte offsets. */
export interface IdMaker {
  /** The id of each of `count` texts of up to `longest` bytes, which stand one after the other with their lengths (int32) before them. */
  hash(texts: { readonly count: number; readonly at: number; readonly longest: number }, out: number): void
  /** Copies the id of each parent row in `rows` (int32) and returns the bytes written. */
  copy(rows: { readonly count: number; readonly at: number }, parents: IdPlace, out: number): number
  /** dlt's id of each child row: shake128 of parent id, table name and place in the list. */
  derive(children: Children, parents: IdPlace, out: number): void
}

export interface Children {
  readonly table: string
  readonly count: number
  /** Row numbers of their parents, int32. */
  readonly parentRows: number
  /** Places in their lists, int32. */
  readonly listIndexes: number
  /** The longest parent id in bytes. */
  readonly longestParentId: number
}

interface RowIdsModule {
  readonly hashTexts: (count: number, texts: number, out: number) => void
  readonly copyIds: (count: number, rows: number, heap: number, offsets: number, out: number) => number
  readonly prepare: (name: number, length: number, space: number, size: number) => void
  readonly deriveIds: (count: number, rows: number, indexes: number, heap: number, offsets: number, out: number) => void
}

export function createIdMaker(memory: LinearMemory): IdMaker {
  const wasm = instantiate(memory)
  return {
    hash({ count, at, longest }, out) {
      const size = HASH_BLOCK * (Math.floor(longest / HASH_BLOCK) + 1)
      const space = memory.allocate(2 * size)
      wasm.prepare(0, 0, space, size)
      wasm.hashTexts(count, at, out)
      memory.release(space, 2 * size)
    },
    copy: (rows, parents, out) => wasm.copyIds(rows.count, rows.at, parents.heap, parents.offsets, out),
    derive(children, parents, out) {
      const name = Buffer.from(`_${children.table}_`)
      const message = children.longestParentId + name.length + 10
      const size = HASH_BLOCK * (Math.floor(message / HASH_BLOCK) + 1)
      const space = memory.allocate(name.length + 2 * size)
      memory.u8.set(name, space + 2 * size)
      wasm.prepare(space + 2 * size, name.length, space, size)
      const { count, parentRows, listIndexes } = children
      wasm.deriveIds(count, parentRows, listIndexes, parents.heap, parents.offsets, out)
      memory.release(space, name.length + 2 * size)
    },
  }
}

let compiled: WebAssembly.Module | undefined

function instantiate(memory: LinearMemory): RowIdsModule {
  compiled ??= new WebAssembly.Module(Buffer.from(ROW_IDS_WASM, 'base64'))
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory: memory.memory } })
  // The compiler cannot see into the module; its source and its tests hold the signatures.
  return exports as unknown as RowIdsModule
}
