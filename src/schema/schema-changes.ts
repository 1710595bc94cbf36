import { completeColumns } from './column-props.ts'
import { diffTables } from './diff-tables.ts'
import type { Schema } from './stored.ts'

/** What one load adds to a schema. */
export interface SchemaChanges {
  readonly newTables: readonly string[]
  /** New columns of tables that were there before, with their types. */
  readonly newColumns: Readonly<Record<string, readonly { readonly name: string; readonly type: string }[]>>
}

/** Tables and columns that have become complete since `before`; undefined: the schema is new. System tables are left out. */
export function schemaChanges(before: Schema | undefined, after: Schema): SchemaChanges {
  const known = [...(before?.tables.values() ?? [])]
    .map((table) => [table.name, completeColumns(table)] as const)
    .filter(([, columns]) => columns.length > 0)
  const added = diffTables(after, new Map(known), { caseSensitive: true }).filter(
    ({ table }) => !table.name.toLowerCase().startsWith('_dlt'),
  )
  const columns = added
    .filter(({ exists }) => exists)
    .map(({ table, columns }) => [
      table.name,
      columns.map(({ name, data_type }) => ({ name, type: data_type ?? 'text' })),
    ])
  return {
    newTables: added.filter(({ exists }) => !exists).map(({ table }) => table.name),
    newColumns: Object.fromEntries(columns),
  }
}
