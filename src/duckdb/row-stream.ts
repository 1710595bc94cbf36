import type { DuckDBResult } from '@duckdb/node-api'
import type { RowStream } from '../contracts/destination.ts'
import { databaseError } from './database-error.ts'
import type { DuckDbDriver } from './driver.ts'
import { valueOut } from './value-out.ts'

/** Rows of a result as they are asked for; `end` runs when the reader has all of them or leaves. */
export function streamRows(
  result: DuckDBResult,
  driver: DuckDbDriver,
  {
    file,
    end,
    signal,
  }: { readonly file: string; readonly end: () => Promise<void>; readonly signal?: AbortSignal | undefined },
): RowStream {
  const types = result.columnTypes()
  return {
    columns: result.columnNames().map((name, i) => ({ name, type: types[i]?.alias ?? String(types[i]) })),
    async *[Symbol.asyncIterator]() {
      try {
        yield* chunksOut(result, driver)
        // A result that is interrupted between two chunks just ends.
        signal?.throwIfAborted()
      } catch (error) {
        throw databaseError(error, { file })
      } finally {
        await end()
      }
    },
  }
}

/** The chunks of a result, each as rows of values that left the database. */
export async function* chunksOut(result: DuckDBResult, driver: DuckDbDriver): AsyncGenerator<readonly unknown[][]> {
  const out = result.columnTypes().map((type) => valueOut(type, driver))
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const rows: unknown[][] = Array.from({ length: chunk.rowCount }, () => new Array(out.length))
    for (const [column, convert] of out.entries()) {
      const values = chunk.getColumnValues(column)
      for (const [i, row] of rows.entries()) {
        const value = values[i]
        row[column] = value === undefined ? null : convert(value)
      }
    }
    yield rows
  }
}
