import { createHash } from 'node:crypto'
import { InternalError } from '../errors/tolva-error.ts'
import type { BuildSpace } from './build-space.ts'
import type { ColumnBuilder } from './column-builder.ts'
import type { TableBuilder } from './table-builder.ts'

const ID_BYTES = 10

/** Fills the columns that tolva makes itself: ids, links to parent and root, list positions, load ids. Parents come first. */
export function resolveRowIds(
  tables: readonly TableBuilder[],
  space: BuildSpace,
  random: (bytes: Uint8Array) => void,
): void {
  const ids = new Map<TableBuilder, string[]>()
  for (const table of tables) {
    if (table.rows === 0) continue
    const own: string[] = []
    const column = table.roleColumn('row_id')
    const given = column === undefined ? [] : takeGiven(column, table.rows, space)
    const bytes = Buffer.alloc(ID_BYTES * table.rows)
    if (table.parent === undefined) random(bytes)
    for (let row = 0; row < table.rows; row++) {
      own.push(given[row] ?? idOf(table, row, { space, ids, bytes }))
    }
    ids.set(table, own)
    for (let row = 0; row < table.rows; row++) {
      column?.setText(row, own[row]!)
      table.roleColumn('load_id')?.setText(row, space.loadId)
      if (table.parent === undefined || given[row] !== undefined) continue
      const { i32 } = space.memory
      table.roleColumn('parent_id')?.setText(row, ids.get(table.parent)![i32[(table.parentRows >> 2) + row]!]!)
      table.roleColumn('root_id')?.setText(row, ids.get(table.root)![i32[(table.rootRows >> 2) + row]!]!)
      table.roleColumn('list_index')?.setInt(row, i32[(table.listIndexes >> 2) + row]!)
    }
  }
}

function idOf(
  table: TableBuilder,
  row: number,
  from: { readonly space: BuildSpace; readonly ids: Map<TableBuilder, string[]>; readonly bytes: Buffer },
): string {
  if (table.parent === undefined) {
    return from.bytes.toString('base64', row * ID_BYTES, (row + 1) * ID_BYTES).slice(0, 14)
  }
  const { i32 } = from.space.memory
  const parent = from.ids.get(table.parent)?.[i32[(table.parentRows >> 2) + row]!]
  if (parent === undefined) {
    throw new InternalError('a row has no parent row', { code: 'no_parent_row', context: { table: table.name, row } })
  }
  const index = i32[(table.listIndexes >> 2) + row]!
  const hash = createHash('shake128', { outputLength: ID_BYTES })
  return hash.update(`${parent}_${table.name}_${index}`).digest('base64').slice(0, 14)
}

/** The ids that the rows brought along, taken out of the column so that it can be filled in order. */
function takeGiven(column: ColumnBuilder, rows: number, space: BuildSpace): (string | undefined)[] {
  const given: (string | undefined)[] = []
  if (column.heapUsed === 0) return given
  const { u8 } = space.memory
  let at = column.heap
  for (let row = 0; row < rows; row++) {
    if (!column.isSet(row)) continue
    const length = u8.readUInt32LE(at)
    given[row] = u8.toString('utf8', at + 4, at + 4 + length)
    at += 4 + length
  }
  column.heapUsed = 0
  column.clearRows(0, rows)
  return given
}
