import { join } from 'node:path'
import { connectDuckDb } from '../../src/duckdb/connection.ts'
import type { Place } from './worlds/world.ts'

/** Rows that a statement gives on the world's DuckDB file itself, values as text; null stays null. */
export async function truth(
  { folder }: Place,
  pipeline: string,
  sql: string,
): Promise<readonly (readonly (string | null)[])[]> {
  await using connection = await connectDuckDb(join(folder, `${pipeline}.duckdb`), { readOnly: true })
  const rows = await connection.rows(sql)
  return rows.map((row) => row.map((value) => (value === null ? null : String(value))))
}
