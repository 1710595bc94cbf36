import type { Source } from '../../contracts/resource.ts'
import type { SqlTableOptions } from './options.ts'
import { sqlDatabase } from './sql-database.ts'

/**
 * One table or view of a database.
 *
 * @example
 * await shopPipeline.run(sqlTable({ table: 'orders', incremental: { cursorPath: 'updated_at' } }))
 */
export function sqlTable<const Table extends string>(options: SqlTableOptions<Table>): Source<string, Table> {
  const { table, name, credentials, schema, reflectionLevel, backend, ...own } = options
  const tables: Partial<Record<Table, typeof own>> = {}
  tables[table] = own
  return sqlDatabase<Table>({
    tableNames: [table],
    tables,
    ...(name !== undefined && { name }),
    ...(credentials !== undefined && { credentials }),
    ...(schema !== undefined && { schema }),
    ...(reflectionLevel !== undefined && { reflectionLevel }),
    ...(backend !== undefined && { backend }),
  })
}
