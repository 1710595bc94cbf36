import { DestinationError } from '../../../errors/tolva-error.ts'
import type { Table } from '../../../schema/stored.ts'
import { strategyFor } from '../../sql/strategy-for.ts'
import type { TableLog } from './table-log.ts'

/** Columns of this name would hide where rows are, which a merge must know. */
const HIDING: readonly string[] = ['filename', 'file_row_number']

/**
 * Refuses merges that can never work.
 * @throws DestinationError `unsupported_merge_strategy`, `reserved_column`, SchemaError `primary_key_missing`.
 */
export function checkTable({ name, mergeStrategies }: Pick<TableLog, 'name' | 'mergeStrategies'>, table: Table): void {
  if (table.write_disposition !== 'merge' || table.parent) return
  strategyFor(table, { strategies: mergeStrategies, destination: `table format ${name}` })
  refuseHidingColumns(table, name)
}

/** @throws DestinationError `reserved_column` where a merge could not tell where the rows of such a table are. */
export function refuseHidingColumns(table: Table, format: string): void {
  const hiding = [...table.columns.keys()].find((column) => HIDING.includes(column.toLowerCase()))
  if (hiding === undefined) return
  throw new DestinationError(
    `table ${table.name} has a column ${hiding}, a name that merges into ${format} tables need for themselves`,
    {
      code: 'reserved_column',
      hint: 'Rename the column in the resource, or load the table with append or replace.',
      context: { table: table.name, column: hiding },
    },
  )
}
