import { DuckDBInstance } from '@duckdb/node-api'
import type { Stage } from './stage.ts'

/** Drops a dataset of a DuckDB file with all that is in it. */
export async function dropDataset({ file, dataset }: Pick<Stage, 'file' | 'dataset'>): Promise<void> {
  const instance = await DuckDBInstance.create(file)
  const connection = await instance.connect()
  try {
    await connection.run(`DROP SCHEMA IF EXISTS "${dataset}" CASCADE`)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
