import path from 'node:path'
import { summarizeDuckDb, withDuckDb } from './duckdb-summary.ts'
import type { Place } from './place.ts'

/** A DuckDB file in the folder of each contender. */
export function duckDbPlace(): Place {
  return {
    async open(folder) {
      const file = path.join(folder, 'out.duckdb')
      return {
        address: file,
        summarize: (dataset) => withDuckDb(file, (ask) => summarizeDuckDb(ask, dataset)),
        countRows: (dataset, table) =>
          withDuckDb(file, async (ask) => {
            const [row] = await ask(`SELECT count(*) FROM "${dataset}"."${table}"`)
            return Number(row?.[0])
          }),
        [Symbol.asyncDispose]: async () => {},
      }
    },
    [Symbol.asyncDispose]: async () => {},
  }
}
