import { SchemaError } from '../errors/tolva-error.ts'
import { completeColumns } from './column-props.ts'
import type { Column, Schema, Table } from './stored.ts'

/** What a table lacks at the destination. */
export interface TableDiff {
  readonly table: Table
  /** false: the table is made, with all of `columns`. */
  readonly exists: boolean
  /** Complete columns that are not there yet, in the schema's order. */
  readonly columns: readonly Column[]
}

/**
 * Tables and columns of a schema that a destination lacks; incomplete columns and tables without complete ones are left
 * out, and what only the destination has is nobody's business.
 * @param real Column names by table; absent: the table does not exist.
 * @param options.tables Only these; default all. @param options.caseSensitive default false.
 * @throws SchemaError `colliding_columns` where real names differ in case only and case does not count.
 */
export function diffTables(
  schema: Schema,
  real: ReadonlyMap<string, readonly { readonly name: string }[]>,
  options: { readonly tables?: readonly string[]; readonly caseSensitive?: boolean } = {},
): readonly TableDiff[] {
  const fold = options.caseSensitive ? (name: string) => name : (name: string) => name.toLowerCase()
  const result: TableDiff[] = []
  for (const name of options.tables ?? schema.tables.keys()) {
    const table = schema.tables.get(name)
    if (!table) continue
    const existing = real.get(name)
    const known = foldedNames(name, existing ?? [], fold)
    const columns = completeColumns(table).filter((column) => !known.has(fold(column.name)))
    if (columns.length > 0) result.push({ table, exists: existing !== undefined, columns })
  }
  return result
}

function foldedNames(
  table: string,
  columns: readonly { readonly name: string }[],
  fold: (name: string) => string,
): ReadonlySet<string> {
  const names = new Set(columns.map((column) => fold(column.name)))
  if (names.size === columns.length) return names
  throw new SchemaError(`table ${table} has columns whose names differ in case only`, {
    code: 'colliding_columns',
    hint: 'Rename one of them at the destination, or choose a case-sensitive naming convention.',
    context: { table },
  })
}
