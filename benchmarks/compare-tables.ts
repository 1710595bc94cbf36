import { DuckDBInstance } from '@duckdb/node-api'

/** Values that are random or of the moment, so that no two runs agree on them. */
const OWN_COLUMNS = ['_dlt_id', '_dlt_load_id', '_dlt_parent_id', '_dlt_root_id']

/** Column → what can be said of all its values: `type, count, distinct, sum of hashes`. */
type TableSummary = Readonly<Record<string, string>>

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** Summaries of the data tables in a dataset; dlt's system tables are left out. */
export async function summarizeDataset(file: string, dataset: string): Promise<Readonly<Record<string, TableSummary>>> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  const ask = async (sql: string) => (await connection.runAndReadAll(sql)).getRows()
  try {
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
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** One line a column in which two datasets differ; empty when they hold the same. */
export function differences(
  ours: Readonly<Record<string, TableSummary>>,
  theirs: Readonly<Record<string, TableSummary>>,
): string[] {
  const tables = new Set([...Object.keys(ours), ...Object.keys(theirs)])
  return [...tables].flatMap((table) => {
    const columns = new Set([...Object.keys(ours[table] ?? {}), ...Object.keys(theirs[table] ?? {})])
    return [...columns]
      .filter((column) => ours[table]?.[column] !== theirs[table]?.[column])
      .map(
        (column) => `${table}.${column}: ${ours[table]?.[column] ?? 'absent'} | ${theirs[table]?.[column] ?? 'absent'}`,
      )
  })
}

/** Rows of one table. */
export async function countRows(file: string, dataset: string, table: string): Promise<number> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  try {
    const reader = await connection.runAndReadAll(`SELECT count(*) FROM ${quoted(dataset)}.${quoted(table)}`)
    return Number(reader.getRows()[0]?.[0])
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
