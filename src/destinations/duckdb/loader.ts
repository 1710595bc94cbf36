import type { Context } from '../../contracts/context.ts'
import type { Loader } from '../../contracts/destination.ts'
import { connectDuckDb } from '../../duckdb/connection.ts'
import type { Param } from '../../duckdb/param.ts'
import { commit } from './commit.ts'
import { duckDbDialect } from './dialect.ts'
import { committedLoadIds, datasetExists, newestState, realColumns, storedSchema } from './inspect.ts'
import { openSession } from './session.ts'

export interface LoaderTarget {
  /** Absolute. */
  readonly path: string
  readonly dataset: string
  readonly readOnly: boolean
}

/** Opens the file and returns the loader of one dataset in it; disposing it closes the file. */
export async function connectLoader(target: LoaderTarget, context: Context): Promise<Loader> {
  const connection = await connectDuckDb(target.path, {
    readOnly: target.readOnly,
    dataset: target.dataset,
    signal: context.signal,
    onWait(why) {
      context.logger.info('waiting for the duckdb file', { file: target.path })
      context.emit({ type: 'waiting', why, ms: 30_000 })
    },
  })
  const session = await openSession(connection, { dataset: target.dataset, dialect: duckDbDialect, now: context.now })
  return {
    datasetExists: () => datasetExists(session),
    committedLoadIds: (loadIds) => committedLoadIds(session, loadIds),
    newestState: (pipelineName) => newestState(session, pipelineName),
    storedSchema: (by) => storedSchema(session, by),
    columns: (tables) => realColumns(session, tables),
    async stage(job, location, signal) {
      // The file itself is the stage: DuckDB reads it in the transaction that commits it.
      signal.throwIfAborted()
      return { job, location }
    },
    commit: (plan, signal) => commit(session, plan, signal),
    stream: (sql, params = []) => connection.stream(sql, params.map(toParam)),
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  }
}

function toParam(value: unknown): Param {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'bigint' || value instanceof Uint8Array) return value
  return value instanceof Date ? value.toISOString() : JSON.stringify(value)
}
