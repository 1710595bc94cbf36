import { completeColumns } from '../column-props.ts'
import type { Column, Schema, Table } from '../stored.ts'

/** A table that exists, with the columns that exist. */
export interface DrawnTable {
  readonly table: Table
  readonly columns: readonly Column[]
}

/** The tables of a schema that have complete columns, dlt's own last. */
export function drawnTables({ tables }: Schema): readonly DrawnTable[] {
  const drawn = [...tables.values()]
    .map((table) => ({ table, columns: completeColumns(table) }))
    .filter(({ columns }) => columns.length > 0)
  const isSystem = ({ table }: DrawnTable) => table.name.toLowerCase().startsWith('_dlt')
  return [...drawn.filter((one) => !isSystem(one)), ...drawn.filter(isSystem)]
}
