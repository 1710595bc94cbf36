import { join } from 'node:path'
import type { Row } from '../../../contracts/page.ts'
import { connectDuckDb, type DuckDbConnection } from '../../../duckdb/connection.ts'
import { quoteName } from '../../../sql/quote-name.ts'
import { quoteText } from '../../../sql/quote-text.ts'
import { duckDbRows } from '../../duckdb-values.ts'
import type { FileChunk, SourceDatabase, TableQuery, TableRequest } from '../database.ts'
import { talking } from '../database-problem.ts'
import type { ReflectedColumn, ReflectedTable } from '../reflected.ts'
import { expressionOf, reflectedType } from './reflected-type.ts'

/** A session on a DuckDB file, which is only read. @param path Absolute. */
export async function openDuckDb(path: string): Promise<SourceDatabase> {
  const location = `duckdb:///${path}`
  const connection = await connectDuckDb(path, { readOnly: true })
  const at = (table: string) => ({ location, table })
  return {
    dialect: { quote: quoteName, literal: (value) => (typeof value === 'string' ? quoteText(value) : String(value)) },
    tables: (request) => talking({ location }, () => reflect(connection, request)),
    async *rows(query, signal) {
      const stream = await talking(at(query.table.name), async () =>
        connection.stream(await selectOf(connection, query.sql)),
      )
      const rowOf = duckDbRows(stream.columns)
      let rows: Row[] = []
      for await (const chunk of stream) {
        signal.throwIfAborted()
        for (const cells of chunk) rows.push(rowOf(cells))
        if (rows.length < query.chunkSize) continue
        yield rows
        rows = []
      }
      if (rows.length > 0) yield rows
    },
    files: (query, { folder }) => filesOf(connection, query, { folder, place: at(query.table.name) }),
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  }
}

/** DuckDB writes one file at its own speed; memory stays flat. */
async function* filesOf(
  connection: DuckDbConnection,
  { sql, keys }: TableQuery,
  { folder, place }: { readonly folder: string; readonly place: { readonly location: string; readonly table: string } },
): AsyncIterable<FileChunk> {
  const file = join(folder, 'table.parquet')
  const rows = await talking(place, async () =>
    connection.execute(
      `COPY (${await selectOf(connection, sql)}) TO ${quoteText(file)} (FORMAT parquet, ROW_GROUP_SIZE 122880, COMPRESSION snappy)`,
    ),
  )
  if (rows === 0) return
  const list = keys.map((key) => `CAST(${quoteName(key)} AS VARCHAR)`).join(', ')
  const last = `SELECT ${list} FROM read_parquet(${quoteText(file)}) LIMIT 1 OFFSET ${rows - 1}`
  const [row = []] = keys.length === 0 ? [] : await connection.rows(last)
  yield { file, rows, last: row }
}

async function selectOf(connection: DuckDbConnection, sql: string): Promise<string> {
  const columns = await connection.rows(`DESCRIBE ${sql}`)
  const list = columns.map(
    ([name, type]) => `${expressionOf(quoteName(String(name)), String(type))} AS ${quoteName(String(name))}`,
  )
  return `SELECT ${list.join(', ')} FROM (${sql}\n) q`
}

const COLUMNS = `
SELECT c.table_name, c.column_name, c.data_type, c.is_nullable,
  list_position((SELECT any_value(k.constraint_column_names) FROM duckdb_constraints() k
    WHERE k.database_name = current_database() AND k.schema_name = c.schema_name AND k.table_name = c.table_name
      AND k.constraint_type = 'PRIMARY KEY'), c.column_name) AS key
FROM duckdb_columns() c
WHERE c.database_name = current_database() AND NOT c.internal AND c.schema_name = coalesce($1, current_schema())
  AND ($2 OR NOT EXISTS (SELECT 1 FROM duckdb_views() v WHERE v.database_name = current_database()
    AND v.schema_name = c.schema_name AND v.view_name = c.table_name))
ORDER BY c.table_name, c.column_index`

async function reflect(connection: DuckDbConnection, request: TableRequest): Promise<readonly ReflectedTable[]> {
  const { schema, names, includeViews } = request
  const rows = await connection.rows(COLUMNS, [schema ?? null, includeViews || names !== undefined])
  const tables = new Map<string, { readonly columns: ReflectedColumn[]; readonly keys: [number, string][] }>()
  for (const [table, name, type, nullable, key] of rows) {
    if (names !== undefined && !names.includes(String(table))) continue
    const found = tables.get(String(table)) ?? { columns: [], keys: [] }
    tables.set(String(table), found)
    const sqlType = String(type)
    found.columns.push({ name: String(name), nullable: nullable === true, sqlType, ...reflectedType(sqlType) })
    if (Number(key ?? 0) > 0) found.keys.push([Number(key), String(name)])
  }
  return [...tables].map(([name, { columns, keys }]) => ({
    schema,
    name,
    columns,
    primaryKey: keys.toSorted(([a], [b]) => a - b).map(([, key]) => key),
  }))
}
