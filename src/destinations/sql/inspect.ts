import type { PhysicalColumn, StoredSchemaRow, StoredState } from '../../contracts/destination.ts'
import { SYSTEM_TABLES } from '../../schema/system-tables.ts'
import { unpackedSchema } from './schema-text.ts'
import type { DatasetSession } from './session.ts'

/** Whether the dataset is there. */
export async function datasetExists({ connection, dialect, dataset }: DatasetSession): Promise<boolean> {
  return (await connection.rows(dialect.catalog.dataset, [dataset])).length > 0
}

/** Columns of those tables that exist, keyed by the name that was asked for, whatever its case where the engine does not tell. */
export async function realColumns(
  { connection, dialect, dataset, capabilities }: DatasetSession,
  tables: readonly string[],
): Promise<ReadonlyMap<string, readonly PhysicalColumn[]>> {
  const fold = (name: string) => (capabilities.identifier.fold === 'sensitive' ? name : name.toLowerCase())
  const found = new Map<string, PhysicalColumn[]>()
  for (const [table, name, type, nullable] of await connection.rows(dialect.catalog.columns, [dataset])) {
    const key = fold(String(table))
    const columns = found.get(key) ?? []
    columns.push({ name: String(name), type: String(type), nullable: nullable === true })
    found.set(key, columns)
  }
  return new Map(
    tables.flatMap((table) => {
      const columns = found.get(fold(table))
      return columns ? [[table, columns] as const] : []
    }),
  )
}

/** Whether a column of integers holds some beyond 2^53; false where there is no such table. */
export async function holdsInexact(session: DatasetSession, table: string, column: string): Promise<boolean> {
  const columns = (await realColumns(session, [table])).get(table) ?? []
  if (!columns.some(({ name }) => name === column)) return false
  const name = session.dialect.quote(column)
  const most = Number.MAX_SAFE_INTEGER + 1
  const where = `${name} > ${most} OR ${name} < -${most}`
  return (await session.connection.rows(`SELECT 1 FROM ${session.target(table)} WHERE ${where} LIMIT 1`)).length > 0
}

/** Which of these load ids have a row in `_dlt_loads`. */
export async function committedLoadIds(
  session: DatasetSession,
  loadIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (loadIds.length === 0 || !(await hasTable(session, SYSTEM_TABLES.loads))) return new Set()
  const marks = loadIds.map((_, index) => `$${index + 1}`).join(', ')
  const sql = `SELECT load_id FROM ${session.target(SYSTEM_TABLES.loads)} WHERE load_id IN (${marks})`
  return new Set((await session.connection.rows(sql, loadIds)).map(([loadId]) => String(loadId)))
}

/** The newest committed state: load ids have equal digits, so their text order is their order in time. */
export async function newestState(session: DatasetSession, pipelineName: string): Promise<StoredState | undefined> {
  const tables = await realColumns(session, [SYSTEM_TABLES.state, SYSTEM_TABLES.loads])
  const stateColumns = tables.get(SYSTEM_TABLES.state)
  if (!stateColumns || !tables.has(SYSTEM_TABLES.loads)) return undefined
  const hash = stateColumns.some((column) => column.name === 'version_hash') ? 's.version_hash' : 'NULL'
  const [row] = await session.connection.rows(
    `SELECT s.version, s.engine_version, s.pipeline_name, s.state, ${hash}, s._dlt_load_id
     FROM ${session.target(SYSTEM_TABLES.state)} AS s JOIN ${session.target(SYSTEM_TABLES.loads)} AS l ON l.load_id = s._dlt_load_id
     WHERE s.pipeline_name = $1 AND l.status = 0 ORDER BY l.load_id DESC LIMIT 1`,
    [pipelineName],
  )
  if (!row) return undefined
  return {
    version: Number(row[0]),
    engineVersion: Number(row[1]),
    pipelineName: String(row[2]),
    state: String(row[3]),
    versionHash: row[4] === null ? null : String(row[4]),
    loadId: String(row[5]),
  }
}

/** The newest stored schema of a name, or the one of a hash. */
export async function storedSchema(
  session: DatasetSession,
  by: { readonly name: string } | { readonly hash: string },
): Promise<StoredSchemaRow | undefined> {
  if (!(await hasTable(session, SYSTEM_TABLES.version))) return undefined
  const [column, value] = 'name' in by ? ['schema_name', by.name] : ['version_hash', by.hash]
  const [row] = await session.connection.rows(
    `SELECT version, engine_version, schema_name, version_hash, schema FROM ${session.target(SYSTEM_TABLES.version)}
     WHERE ${column} = $1 ORDER BY inserted_at DESC LIMIT 1`,
    [value],
  )
  if (!row) return undefined
  return {
    version: Number(row[0]),
    engineVersion: Number(row[1]),
    schemaName: String(row[2]),
    versionHash: String(row[3]),
    schema: unpackedSchema(String(row[4])),
  }
}

async function hasTable(session: DatasetSession, table: string): Promise<boolean> {
  return (await realColumns(session, [table])).has(table)
}
