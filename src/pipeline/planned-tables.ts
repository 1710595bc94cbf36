import type { WidenedColumn } from '../contracts/load-package.ts'
import { typeText } from '../normalize/wider-column.ts'
import { completeColumns, isComplete } from '../schema/column-props.ts'
import { mergeStrategyOf } from '../schema/merge-strategy.ts'
import type { Column, Schema, Table } from '../schema/stored.ts'
import { inheritedHint } from '../schema/table-chain.ts'
import type { PlannedColumn, PlannedTable } from './plan-info.ts'

interface Before {
  /** undefined: there was no schema. */
  readonly schema: Schema | undefined
  readonly widened: readonly WidenedColumn[]
  /** Rows read, by table. */
  readonly rows: Readonly<Record<string, number>>
}

/** Tables of a schema as a run would leave them, beside what they are now. */
export function plannedTables(after: Schema, names: readonly string[], before: Before): readonly PlannedTable[] {
  return names.flatMap((name) => {
    const table = after.tables.get(name)
    return table === undefined ? [] : [plannedTable(after, table, before)]
  })
}

function plannedTable(after: Schema, table: Table, before: Before): PlannedTable {
  const { name, parent, resource } = table
  const known = before.schema?.tables.get(name)
  const disposition = inheritedHint(after.tables, name, 'write_disposition') ?? 'append'
  const strategy = mergeStrategyOf(after.tables, { ...table, write_disposition: disposition })
  return {
    name,
    ...(parent && { parent }),
    ...(resource !== undefined && { resource }),
    isNew: known === undefined || completeColumns(known).length === 0,
    disposition,
    ...(strategy !== undefined && { strategy }),
    rows: before.rows[name] ?? 0,
    columns: completeColumns(table).map((column) => plannedColumn(column, { table: name, known, before })),
  }
}

function plannedColumn(
  column: Column,
  { table, known, before }: { readonly table: string; readonly known: Table | undefined; readonly before: Before },
): PlannedColumn {
  const widened = before.widened.find((one) => one.table === table && one.column === column.name)
  const isNew = !isComplete(known?.columns.get(column.name))
  const change = isNew ? 'new' : widened && `was ${widened.from}`
  const key = column.primary_key ? 'primary' : column.merge_key ? 'merge' : undefined
  return {
    name: column.name,
    type: typeText(column),
    nullable: column.nullable !== false,
    ...(change !== undefined && { change }),
    ...(key !== undefined && { key }),
  }
}
