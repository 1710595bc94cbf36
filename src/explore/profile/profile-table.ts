import type { Dataset } from '../../dataset/dataset.ts'
import type { TableProfile } from './table-profile.ts'

/** What a table holds, column by column. */
export async function profileTable(dataset: Dataset, table: string): Promise<TableProfile> {
  const rows = await dataset.table(table).count()
  return { table, rows, sampled: rows, columns: [] }
}
