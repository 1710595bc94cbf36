import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { summarizeDuckDb, withDuckDb } from './duckdb-summary.ts'
import type { Place } from './place.ts'

/** A folder of Parquet files in the folder of each contender: `lake/<dataset>/<table>/….parquet`. */
export function filesystemPlace(): Place {
  return {
    async open(folder) {
      const lake = path.join(folder, 'lake')
      const filesOf = (dataset: string, table: string) =>
        `read_parquet('${path.join(lake, dataset, table)}/**/*.parquet', union_by_name = true)`
      return {
        address: lake,
        summarize: (dataset) =>
          withDuckDb(undefined, async (ask) => {
            await ask(`CREATE SCHEMA "${dataset}"`)
            for (const table of tablesOf(path.join(lake, dataset)))
              await ask(`CREATE VIEW "${dataset}"."${table}" AS SELECT * FROM ${filesOf(dataset, table)}`)
            return summarizeDuckDb(ask, dataset)
          }),
        countRows: (dataset, table) =>
          withDuckDb(undefined, async (ask) => {
            const [row] = await ask(`SELECT count(*) FROM ${filesOf(dataset, table)}`)
            return Number(row?.[0])
          }),
        [Symbol.asyncDispose]: async () => {},
      }
    },
    [Symbol.asyncDispose]: async () => {},
  }
}

function tablesOf(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { withFileTypes: true })
  const isTable = (name: string) => !name.startsWith('_dlt') && !name.startsWith('.')
  return entries.filter((one) => one.isDirectory() && isTable(one.name)).map(({ name }) => name)
}
