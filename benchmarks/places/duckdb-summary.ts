import { DuckDBInstance } from '@duckdb/node-api'
import { type DatasetSummary, OWN_COLUMNS } from './place.ts'

type Ask = (sql: string) => Promise<readonly (readonly unknown[])[]>

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** Opens a file to read it, or a database in memory where it is undefined. */
export async function withDuckDb<T>(file: string | undefined, work: (ask: Ask) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(file ?? ':memory:', file ? { access_mode: 'READ_ONLY' } : {})
  const connection = await instance.connect()
  try {
    return await work(async (sql) => (await connection.runAndReadAll(sql)).getRows())
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Summaries of all tables and views of a schema. */
export async function summarizeDuckDb(ask: Ask, dataset: string): Promise<DatasetSummary> {
  const columns = await ask(
    `SELECT table_name, column_name, data_type FROM information_schema.columns
     WHERE table_schema = '${dataset}' AND NOT starts_with(table_name, '_dlt_') ORDER BY table_name, column_name`,
  )
  const tables: Record<string, Record<string, string>> = {}
  for (const [table, column, type] of columns) {
    const name = String(column)
    const summary = tables[String(table)] ?? {}
    tables[String(table)] = summary
    if (OWN_COLUMNS.includes(name)) {
      summary[name] = String(type)
      continue
    }
    const facts = `count(*), count(${quoted(name)}), count(DISTINCT ${quoted(name)}), sum(hash(${quoted(name)}))`
    const [row = []] = await ask(`SELECT ${facts} FROM ${quoted(dataset)}.${quoted(String(table))}`)
    summary[name] = [type, ...row].map(String).join(' ')
  }
  return tables
}
