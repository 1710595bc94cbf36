// Runs one of many pipelines, as MANY_JOB says, as a program of its own: `node one-of-many.ts`.

import { postgres } from '../../src/destinations/postgres/index.ts'
import { duckdb, type LoadInfo, pipeline, resource } from '../../src/index.ts'

/** One pipeline of many that load into the same dataset. */
export interface ManyJob {
  readonly name: string
  readonly database: { readonly duckdb: string } | { readonly postgres: string }
  readonly folder: string
  readonly rows: number
  /** Columns that its rows have besides. */
  readonly columns: readonly string[]
}

/** Appends to a table of all pipelines, with a nested one, and merges into another of all. */
export function runOne({ name, database, folder, rows, columns }: ManyJob): Promise<LoadInfo> {
  const more = Object.fromEntries(columns.map((column) => [column, name]))
  const own = Array.from({ length: rows }, (_, id) => ({ id, name, list: [id], ...more }))
  return pipeline({
    name,
    destination:
      'duckdb' in database ? duckdb({ path: database.duckdb, lockTimeout: 100 }) : postgres(database.postgres),
    dataset: 'shared',
    dataDir: folder,
    projectDir: folder,
    env: {},
  }).run([
    resource({ name: 'everybody' }, own),
    resource({ name: 'merged', primaryKey: ['id', 'name'], writeDisposition: 'merge' }, own),
  ])
}

const given = process.env.MANY_JOB
if (given !== undefined) {
  const job: ManyJob = JSON.parse(given)
  await runOne(job)
}
