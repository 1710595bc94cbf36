import { SchemaError } from '../errors/tolva-error.ts'
import type { Column } from '../schema/stored.ts'
import { canonicalJson } from '../values/canonical-json.ts'
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
 * What the id of each root row is the hash of: its key as dlt's canonical JSON.
 * @param options.skip Rows that have an id already; their texts are empty.
 * @throws SchemaError `missing_key`.
 */
export function keyTexts(
  table: TableBuilder,
  memory: LinearMemory,
  options: { readonly names: readonly string[]; readonly skip: (row: number) => boolean },
): readonly string[] {
  const names = options.names.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
  const columns = names.map((name, index) => ({
    name,
    before: `${index === 0 ? '{' : ','}${canonicalJson(name)}:`,
    values: readValues(table.column(name), memory, table.rows),
  }))
  return Array.from({ length: table.rows }, (_, row) => {
    if (options.skip(row)) return ''
    let text = ''
    for (const { name, before, values } of columns) {
      const value = values[row]
      if (value === undefined) throw missingKey(table.name, name)
      text += before + (typeof value === 'string' ? canonicalJson(value) : value)
    }
    return `${text}}`
  })
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
