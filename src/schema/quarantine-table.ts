import type { NamingConvention } from '../naming/naming-convention.ts'
import { newTable } from './new-table.ts'
import type { Table } from './stored.ts'

/** The columns of the quarantine table. */
export const QUARANTINE_COLUMNS = {
  table: 'table_name',
  column: 'column_name',
  reason: 'reason',
  mode: 'mode',
  count: 'set_aside',
  row: 'row',
} as const

/** Where rows and values go that a contract keeps out. To dlt it is a table like any other. */
export function quarantineTable(naming: NamingConvention): Table {
  const text = (name: string, nullable: boolean) => ({
    name: naming.normalizeIdentifier(name),
    data_type: 'text' as const,
    nullable,
  })
  const { table, column, reason, mode, count, row } = QUARANTINE_COLUMNS
  return newTable(naming.normalizeTableIdentifier('_tolva_quarantine'), {
    columns: [
      text(table, false),
      text(column, true),
      text(reason, false),
      text(mode, false),
      { name: naming.normalizeIdentifier(count), data_type: 'bigint', nullable: false },
      { name: naming.normalizeIdentifier(row), data_type: 'json', nullable: false },
    ],
  })
}
