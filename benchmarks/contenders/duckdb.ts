// The floor: DuckDB reads the same JSON lines into one table by itself: no child tables, no ids, no package.
// `node duckdb.ts DATA.jsonl OUT_FOLDER TABLE [STRATEGY]`: with a strategy, whichever, it merges by `id`. The last line of stdout is one JSON object.
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
const [data = '', out = '', table = '', strategy] = process.argv.slice(2)
const start = performance.now()
const instance = await DuckDBInstance.create(path.join(out, 'out.duckdb'))
const connection = await instance.connect()
const rows = `read_json_auto(${quoted(data)}, format = 'newline_delimited')`
await connection.run('CREATE SCHEMA IF NOT EXISTS bench')
await connection.run(
  `CREATE TABLE IF NOT EXISTS bench."${table}" AS SELECT * FROM ${rows}${strategy === undefined ? '' : ' LIMIT 0'}`,
)
if (strategy !== undefined) {
  const merge = `MERGE INTO bench."${table}" USING ${rows} AS s USING (id)`
  await connection.run(`${merge} WHEN MATCHED THEN UPDATE WHEN NOT MATCHED THEN INSERT`)
}
const version = (await connection.runAndReadAll('SELECT version()')).getRows()[0]?.[0]
connection.closeSync()
instance.closeSync()
const wallS = (performance.now() - start) / 1000
const { user, system } = process.cpuUsage()
console.log(JSON.stringify({ wallS, cpuS: (user + system) / 1e6, versions: { duckdb: version } }))
