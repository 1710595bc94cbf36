import { existsSync } from 'node:fs'
import { connectDuckDb } from '../../src/duckdb/connection.ts'

/** What the clock or chance wrote while loading. */
const OF_THE_MOMENT = ['inserted_at', 'created_at', '_dlt_pipeline_state._dlt_id']

/** Table → its rows as texts, sorted; tables without rows are left out. What the clock or chance wrote while loading is masked. */
export async function readTables(file: string): Promise<Readonly<Record<string, readonly string[]>>> {
  if (!existsSync(file)) return {}
  await using connection = await connectDuckDb(file, { readOnly: true })
  const tables: Record<string, readonly string[]> = {}
  for (const [name] of await connection.rows('SELECT table_name FROM duckdb_tables() ORDER BY 1')) {
    const result = await connection.stream(`SELECT * FROM d."${name}"`)
    const rows: string[] = []
    for await (const chunk of result) {
      for (const row of chunk)
        rows.push(JSON.stringify(result.columns.map((column, at) => cell(`${name}.${column.name}`, row[at]))))
    }
    if (rows.length > 0) tables[String(name)] = rows.sort()
  }
  return tables
}

function cell(path: string, value: unknown): unknown {
  const column = path.slice(path.indexOf('.') + 1)
  if (OF_THE_MOMENT.includes(column) || OF_THE_MOMENT.includes(path)) return [column]
  return [column, typeof value === 'bigint' ? String(value) : value]
}
