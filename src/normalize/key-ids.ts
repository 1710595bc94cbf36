import { SchemaError } from '../errors/tolva-error.ts'
import type { Column } from '../schema/stored.ts'
import { keyHash } from '../values/digest.ts'
import type { ColumnBuilder } from './column-builder.ts'
import { columnKind } from './column-kind.ts'
import { KIND } from './layout.ts'
import type { LinearMemory } from './linear-memory.ts'
import type { TableBuilder } from './table-builder.ts'

/** Whether the kernel writes values of a column that hash as they stood in the row: integers and texts, never null. */
export function isPlainKey(column: Column): boolean {
  const kind = columnKind(column)
  const isPlain =
    (column.data_type === 'bigint' && kind === KIND.INT) || (column.data_type === 'text' && kind === KIND.TEXT)
  return isPlain && column.nullable === false
}

/**
 * The id of each root row, the hash of its key, by row.
 * @param options.skip Rows that have an id already.
 * @throws SchemaError `missing_key`.
 */
export function keyIds(
  table: TableBuilder,
  memory: LinearMemory,
  { names, skip }: { readonly names: readonly string[]; readonly skip: (row: number) => boolean },
): ReadonlyMap<number, string> {
  const values = names.map((name) => readValues(table.column(name), memory, table.rows))
  const ids = new Map<number, string>()
  for (let row = 0; row < table.rows; row++) {
    if (skip(row)) continue
    const missing = names.find((_, index) => values[index]?.[row] === undefined)
    if (missing !== undefined) throw missingKey(table.name, missing)
    ids.set(row, keyHash(Object.fromEntries(names.map((name, index) => [name, values[index]?.[row]])), names))
  }
  return ids
}

function readValues(
  column: ColumnBuilder | undefined,
  memory: LinearMemory,
  rows: number,
): (string | number | bigint | undefined)[] {
  if (column === undefined) return []
  const { u8, i64 } = memory
  let at = column.heap
  return Array.from({ length: rows }, (_, row) => {
    if (!column.isSet(row)) return undefined
    if (column.kind === KIND.INT) {
      const value = i64[(column.data >> 3) + row] ?? 0n
      return BigInt.asIntN(53, value) === value ? Number(value) : value
    }
    const start = at + 4
    at = start + u8.readInt32LE(at)
    return u8.toString('utf8', start, at)
  })
}

/** A row without a value for a column of its primary key. */
export function missingKey(table: string, column: string): SchemaError {
  return new SchemaError(`A row of table ${table} has no value for its primary key ${column}.`, {
    code: 'missing_key',
    hint: 'Filter such rows out, or choose another primary key.',
    context: { table, column },
  })
}
