import { InternalError } from '../errors/tolva-error.ts'
import { createAscendingIds } from './ascending-ids.ts'
import type { BuildSpace } from './build-space.ts'
import type { ColumnBuilder } from './column-builder.ts'
import { createIdMaker, ID_SLOT, type IdMaker, type IdPlace } from './id-maker.ts'
import { keyTexts } from './key-texts.ts'
import type { TableBuilder } from './table-builder.ts'

/** Fills the columns that tolva makes itself in all tables at once. */
export type RowIdResolver = (tables: readonly TableBuilder[]) => void

interface Ids extends IdPlace {
  readonly longest: number
}

/** Ids, links to parent and root, list positions and load ids. A row that brought an id along keeps it and gets no links, as in dlt. */
export function createRowIdResolver(space: BuildSpace, random: (bytes: Uint8Array) => void): RowIdResolver {
  const { memory } = space
  const maker: IdMaker = createIdMaker(memory)
  const nextIds = createAscendingIds(random)

  return (tables) => {
    const resolved = new Map<TableBuilder, Ids>()
    const temporary: (readonly [number, number])[] = []
    for (const table of tables) {
      if (table.rows === 0) continue
      const given = takeGiven(table)
      resolved.set(table, makeIds(table, given))
      fillLoadId(table)
      if (table.parent !== undefined) fillLinks(table, given)
    }
    for (const [offset, bytes] of temporary) memory.release(offset, bytes)

    function makeIds(table: TableBuilder, given: ReadonlyMap<number, Buffer>): Ids {
      const { rows } = table
      const column = table.roleColumn('row_id')
      const inPlace = column !== undefined && given.size === 0
      if (inPlace) column.makeHeapRoom(rows * ID_SLOT)
      const made = inPlace ? column.heap : take(rows * ID_SLOT)
      const place: Ids = { heap: made, offsets: 0, longest: ID_SLOT - 4 }
      if (table.parent !== undefined) derive(table, table.parent, made)
      else if (table.idFrom === undefined) nextIds(memory.u8, made, rows)
      else hashKeys(table, table.idFrom, { given, out: made })
      if (inPlace) {
        column.heapUsed = rows * ID_SLOT
        column.setAll(rows)
      }
      return inPlace || column === undefined ? place : merge(column, rows, { given, made })
    }

    /** Ids of rows that the kernel wrote; those of the value way are among the given ones. */
    function hashKeys(
      table: TableBuilder,
      names: readonly string[],
      to: { readonly given: ReadonlyMap<number, Buffer>; readonly out: number },
    ): void {
      const texts = keyTexts(table, memory, { names, skip: (row) => to.given.has(row) })
      const lengths = texts.map((text) => Buffer.byteLength(text))
      const at = take(lengths.reduce((sum, length) => sum + 4 + length, 0))
      let end = at
      texts.forEach((text, row) => {
        end = memory.u8.writeInt32LE(lengths[row] ?? 0, end)
        end += memory.u8.write(text, end)
      })
      maker.hash({ count: texts.length, at, longest: lengths.reduce((one, other) => Math.max(one, other), 0) }, to.out)
    }

    function derive(table: TableBuilder, parent: TableBuilder, out: number): void {
      const parents = idsOf(parent)
      const { parentRows, listIndexes, rows: count } = table
      maker.derive(
        { table: table.name, count, parentRows, listIndexes, longestParentId: parents.longest },
        parents,
        out,
      )
    }

    /** Some rows brought ids: both kinds one after the other, with their places. */
    function merge(
      column: ColumnBuilder,
      rows: number,
      from: { readonly given: ReadonlyMap<number, Buffer>; readonly made: number },
    ): Ids {
      const offsets = take(rows * 4)
      const starts: number[] = []
      let longest = ID_SLOT - 4
      for (let row = 0; row < rows; row++) {
        const at = from.made + row * ID_SLOT + 4
        const id = from.given.get(row) ?? Buffer.from(memory.u8.subarray(at, at + ID_SLOT - 4))
        starts.push(column.heapUsed)
        longest = Math.max(longest, id.length)
        column.setBytes(row, id)
      }
      starts.forEach((start, row) => {
        memory.i32[(offsets >> 2) + row] = start
      })
      return { heap: column.heap, offsets, longest }
    }

    function fillLinks(table: TableBuilder, given: ReadonlyMap<number, Buffer>): void {
      const { rows } = table
      const parent = table.roleColumn('parent_id')
      if (parent !== undefined)
        fillCopies(parent, table, { rowsAt: table.parentRows, ids: idsOf(table.parent ?? table) })
      const root = table.roleColumn('root_id')
      if (root !== undefined) fillCopies(root, table, { rowsAt: table.rootRows, ids: idsOf(table.root) })
      const index = table.roleColumn('list_index')
      if (index !== undefined) {
        const { i32 } = memory
        const from = table.listIndexes >> 2
        const to = index.data >> 2
        for (let row = 0; row < rows; row++) {
          i32[to + 2 * row] = i32[from + row]!
          i32[to + 2 * row + 1] = 0
        }
        index.setAll(rows)
      }
      if (given.size > 0) dropLinks(table, given)
    }

    function fillCopies(
      column: ColumnBuilder,
      table: TableBuilder,
      from: { readonly rowsAt: number; readonly ids: Ids },
    ): void {
      column.makeHeapRoom(table.rows * (from.ids.longest + 4))
      column.heapUsed = maker.copy({ count: table.rows, at: from.rowsAt }, from.ids, column.heap)
      column.setAll(table.rows)
    }

    function idsOf(table: TableBuilder): Ids {
      const ids = resolved.get(table)
      if (ids !== undefined) return ids
      throw new InternalError('a row has no parent row', { code: 'no_parent_row', context: { table: table.name } })
    }

    function take(bytes: number): number {
      const offset = memory.allocate(bytes)
      temporary.push([offset, bytes])
      return offset
    }
  }

  /** The ids that rows brought along, taken out of the column so that it can be filled in order. */
  function takeGiven(table: TableBuilder): ReadonlyMap<number, Buffer> {
    const given = new Map<number, Buffer>()
    const column = table.roleColumn('row_id')
    if (column === undefined || column.heapUsed === 0) return given
    readTexts(column, table.rows, (row, bytes) => given.set(row, bytes))
    column.heapUsed = 0
    column.clearRows(0, table.rows)
    return given
  }

  function dropLinks(table: TableBuilder, given: ReadonlyMap<number, Buffer>): void {
    for (const role of ['parent_id', 'root_id'] as const) {
      const column = table.roleColumn(role)
      if (column === undefined) continue
      const kept: (readonly [number, Buffer])[] = []
      readTexts(column, table.rows, (row, bytes) => {
        if (!given.has(row)) kept.push([row, bytes])
      })
      column.heapUsed = 0
      column.clearRows(0, table.rows)
      for (const [row, bytes] of kept) column.setBytes(row, bytes)
    }
    const index = table.roleColumn('list_index')
    for (const row of given.keys()) index?.unset(row)
  }

  function readTexts(column: ColumnBuilder, rows: number, take: (row: number, bytes: Buffer) => void): void {
    const { u8 } = memory
    let at = column.heap
    for (let row = 0; row < rows; row++) {
      if (!column.isSet(row)) continue
      const length = u8.readUInt32LE(at)
      take(row, Buffer.from(u8.subarray(at + 4, at + 4 + length)))
      at += 4 + length
    }
  }

  function fillLoadId(table: TableBuilder): void {
    const column = table.roleColumn('load_id')
    if (column === undefined) return
    const bytes = Buffer.from(`    ${space.loadId}`)
    bytes.writeUInt32LE(bytes.length - 4)
    const total = bytes.length * table.rows
    column.makeHeapRoom(total)
    memory.u8.fill(bytes, column.heap, column.heap + total)
    column.heapUsed = total
    column.setAll(table.rows)
  }
}
