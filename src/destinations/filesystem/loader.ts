import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChangeRequest, Loader, PhysicalColumn, TableChange } from '../../contracts/destination.ts'
import type { SqlParam } from '../../contracts/sql-connection.ts'
import { completeColumns } from '../../schema/column-props.ts'
import { duckDbDialect } from '../duckdb/dialect.ts'
import { commit } from './commit/commit.ts'
import { datasetVersion } from './dataset-version.ts'
import { committedLoads } from './loads.ts'
import { type LakeDatabase, openLakeDatabase } from './reading/lake-database.ts'
import { atOneMoment } from './reading/snapshot.ts'
import { allTableKeys } from './reading/table-files.ts'
import { findSource } from './reading/table-source.ts'
import { newestSchemas, schemaFiles, storedSchema } from './schemas.ts'
import type { LakeSession } from './session.ts'
import { newestState } from './states.ts'

/** The loader of one dataset of files. What is read of it is read by a DuckDB in memory, opened when something is. */
export function lakeLoader(parts: Omit<LakeSession, 'scratch'>, { sealed = false } = {}): Loader {
  let folder: Promise<string> | undefined
  let database: Promise<LakeDatabase> | undefined
  const scratch = () => {
    folder ??= mkdtemp(join(tmpdir(), 'tolva-lake-'))
    return folder
  }
  const session: LakeSession = { ...parts, scratch }
  const open = () => {
    database ??= openLakeDatabase(session, { sealed })
    return database
  }
  const close = async () => {
    const open = await database?.catch(() => undefined)
    database = undefined
    await open?.[Symbol.asyncDispose]()
  }

  return {
    datasetExists: async () => (await datasetVersion(session)) !== undefined,
    async committedLoadIds(loadIds) {
      const committed = await committedLoads(session)
      return new Set(loadIds.filter((loadId) => committed.has(loadId)))
    },
    newestState: (pipeline) => newestState(session, pipeline),
    storedSchema: (by) =>
      atOneMoment(session, async (snapshot) => storedSchema(session, await schemaFiles(session, snapshot), by)),
    columns: (tables) => realColumns(session, tables),
    changes: (request) => plannedChanges(session, request),
    async holdsInexact(table, column) {
      const columns = (await realColumns(session, [table])).get(table) ?? []
      if (!columns.some(({ name }) => name === column)) return false
      const [name, most] = [duckDbDialect.quote(column), Number.MAX_SAFE_INTEGER + 1]
      const sql = `SELECT 1 FROM ${duckDbDialect.quote(table)} WHERE ${name} > ${most} OR ${name} < -${most} LIMIT 1`
      return (await (await open()).rows(sql)).length > 0
    },
    async stage(job, location, { signal }) {
      signal.throwIfAborted()
      return { job, location }
    },
    async commit(plans, signal) {
      await close()
      await commit(session, plans, signal)
    },
    stream: async (sql, params = [], signal) => (await open()).stream(sql, params.map(toParam), signal),
    async [Symbol.asyncDispose]() {
      await close()
      if (folder !== undefined) await rm(await folder, { recursive: true, force: true })
    },
  }
}

async function realColumns(
  session: LakeSession,
  tables: readonly string[],
): Promise<ReadonlyMap<string, readonly PhysicalColumn[]>> {
  const sources = await atOneMoment(session, async (snapshot) => {
    const schemas = await newestSchemas(session, await schemaFiles(session, snapshot))
    return Promise.all(tables.map((table) => findSource(session, snapshot, { table, schemas })))
  })
  return new Map(
    sources.flatMap(({ table, exists }) => {
      const columns = completeColumns(table).map((column) => ({
        name: column.name,
        type: duckDbDialect.typeOf(column),
        nullable: column.nullable !== false,
      }))
      return exists ? [[table.name, columns] as const] : []
    }),
  )
}

/** Files of new tables and columns need no preparation: what is read in another way is told, and what is taken away. */
async function plannedChanges(session: LakeSession, request: ChangeRequest): Promise<readonly TableChange[]> {
  const { schema, drop, truncate, replace } = request
  const retyped = request.widened.flatMap(({ table, column: name }) => {
    const column = schema.tables.get(table)?.columns.get(name)
    if (column === undefined) return []
    const sql = `-- column ${duckDbDialect.quote(name)} of ${table} is read as ${duckDbDialect.typeOf(column)}`
    return [{ table, sql, destructive: false }]
  })
  const tables = [...new Set([...drop, ...truncate, ...replace])]
  return atOneMoment(session, async (snapshot) => {
    const found = await Promise.all(
      tables.map(async (table) => ({ table, keys: await allTableKeys(session, snapshot, { schema, table }) })),
    )
    const deleted = found
      .filter(({ keys }) => keys.length > 0)
      .map(({ table, keys }) => ({
        table,
        sql: `-- ${keys.length} file(s) of ${table} are deleted`,
        destructive: true,
      }))
    return [...retyped, ...deleted]
  })
}

function toParam(value: unknown): SqlParam {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'bigint' || value instanceof Uint8Array) return value
  return value instanceof Date ? value.toISOString() : JSON.stringify(value)
}
