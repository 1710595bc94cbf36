import type { Table } from '../../../schema/stored.ts'
import { quoteName } from '../../../sql/quote-name.ts'
import type { TableSnapshot } from './table-format.ts'

/**
 * A select of a snapshot with the types that the schema says, where the format has to keep values of them as texts: times,
 * documents and integers beyond 64 bits. Decimals that DuckDB cannot hold stay texts.
 */
export function withSchemaTypes(select: string, { columns }: Pick<TableSnapshot, 'columns'>, table: Table): string {
  const cells = columns.map(({ name, type }) => {
    const wanted = wantedType(table, name)
    const quoted = quoteName(name)
    return wanted === undefined || wanted === type ? quoted : `CAST(${quoted} AS ${wanted}) AS ${quoted}`
  })
  return `SELECT ${cells.join(', ')} FROM (${select})`
}

function wantedType(table: Table, name: string): string | undefined {
  const column = table.columns.get(name)
  if (column?.data_type === 'time') return 'TIME'
  if (column?.data_type === 'json') return 'JSON'
  return column?.data_type === 'bigint' && (column.precision ?? 64) > 64 ? 'HUGEINT' : undefined
}
