import type { Loader } from '../../contracts/destination.ts'
import type { SqlParam } from '../../contracts/sql-connection.ts'
import { commit } from './commit.ts'
import { committedLoadIds, datasetExists, holdsInexact, newestState, realColumns, storedSchema } from './inspect.ts'
import { plannedChanges } from './planned-changes.ts'
import type { DatasetSession } from './session.ts'

/** The loader of one dataset. Job files need no staging: they are read in the transaction that commits them. */
export function sqlLoader(session: DatasetSession): Loader {
  const { connection } = session
  return {
    datasetExists: () => datasetExists(session),
    committedLoadIds: (loadIds) => committedLoadIds(session, loadIds),
    newestState: (pipelineName) => newestState(session, pipelineName),
    storedSchema: (by) => storedSchema(session, by),
    columns: (tables) => realColumns(session, tables),
    changes: (request) => plannedChanges(session, request),
    holdsInexact: (table, column) => holdsInexact(session, table, column),
    async stage(job, location, { signal }) {
      signal.throwIfAborted()
      return { job, location }
    },
    commit: (plans, signal) => commit(session, plans, signal),
    stream: (sql, params = [], signal) => connection.stream(sql, params.map(toParam), signal),
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  }
}

function toParam(value: unknown): SqlParam {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'bigint' || value instanceof Uint8Array) return value
  return value instanceof Date ? value.toISOString() : JSON.stringify(value)
}
