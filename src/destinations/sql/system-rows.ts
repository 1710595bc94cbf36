import type { CommitPlan } from '../../contracts/destination.ts'
import { namingConvention } from '../../naming/naming-convention.ts'
import { completeColumns } from '../../schema/column-props.ts'
import { diffTables, type TableDiff } from '../../schema/diff-tables.ts'
import type { Schema, Table } from '../../schema/stored.ts'
import { storedText } from '../../schema/stored-form.ts'
import { loadsTable, SYSTEM_TABLES, stateTable, versionTable } from '../../schema/system-tables.ts'
import { addColumns, createTable } from '../../sql/ddl.ts'
import { insertValues } from '../../sql/dml.ts'
import { realColumns, storedSchema } from './inspect.ts'
import { packedSchema } from './schema-text.ts'
import { type DatasetSession, lock } from './session.ts'

/**
 * Makes the dataset and dlt's own tables where they are absent, outside of the transaction that loads: they are the same
 * for every load. Columns that an older dlt did not have are added.
 */
export async function createSystemTables(session: DatasetSession, plan: CommitPlan): Promise<void> {
  const { connection, dialect } = session
  if ((await missingTables(session, plan)).length === 0) return
  if (dialect.lock === undefined) return createMissing(session, plan)
  await connection.transaction(async () => {
    await lock(session, `tolva ${session.dataset}`)
    await createMissing(session, plan)
  })
}

async function missingTables(session: DatasetSession, plan: CommitPlan): Promise<readonly TableDiff[]> {
  const tables = systemTables(plan)
  const caseSensitive = session.capabilities.identifier.fold === 'sensitive'
  return diffTables({ ...plan.schema, tables }, await realColumns(session, [...tables.keys()]), { caseSensitive })
}

async function createMissing(session: DatasetSession, plan: CommitPlan): Promise<void> {
  const { connection, dialect } = session
  await connection.execute(`CREATE SCHEMA IF NOT EXISTS ${session.schemaName}`)
  for (const { table, exists, columns } of await missingTables(session, plan)) {
    const target = session.target(table.name)
    const nullable = columns.map((column) => ({ ...column, nullable: true }))
    const statements = exists
      ? addColumns(dialect, target, nullable)
      : [createTable(dialect, target, { columns: completeColumns(table), ifNotExists: true })]
    for (const sql of statements) await connection.execute(sql, [], table.name)
  }
}

/** The rows that make a load a load: the schema where its hash is new, the state, and the load itself as the last. */
export async function writeSystemRows(session: DatasetSession, plan: CommitPlan): Promise<void> {
  const { connection, dialect } = session
  const { schema, stateRow } = plan
  const { loadId } = plan.package
  const now = session.now()
  const insert = (table: string, row: Readonly<Record<string, string | number | null>>) =>
    connection.execute(insertValues(dialect, session.target(table), Object.keys(row)), Object.values(row), table)

  if (!(await storedSchema(session, { hash: schema.version_hash }))) {
    await insert(SYSTEM_TABLES.version, {
      version: schema.version,
      engine_version: schema.engine_version,
      inserted_at: now,
      schema_name: schema.name,
      version_hash: schema.version_hash,
      schema: packedSchema(storedText(schema), session.capabilities.maxTextBytes),
    })
  }
  if (stateRow) {
    await insert(SYSTEM_TABLES.state, {
      version: stateRow.version,
      engine_version: stateRow.engineVersion,
      pipeline_name: stateRow.pipelineName,
      state: stateRow.state,
      created_at: now,
      version_hash: stateRow.versionHash,
      _dlt_load_id: loadId,
      _dlt_id: stateRow.dltId,
    })
  }
  await insert(SYSTEM_TABLES.loads, {
    load_id: loadId,
    schema_name: schema.name,
    status: 0,
    inserted_at: now,
    schema_version_hash: schema.version_hash,
  })
}

/** As the schema has them, else as dlt makes them. The state table joins with the first state row. */
function systemTables({
  schema,
  stateRow,
}: {
  readonly schema: Schema
  readonly stateRow: unknown
}): ReadonlyMap<string, Table> {
  const naming = namingConvention(schema.normalizers.names)
  const state =
    schema.tables.get(SYSTEM_TABLES.state) ?? (stateRow === null ? undefined : stateTableWithId(stateTable(naming)))
  const tables = [
    schema.tables.get(SYSTEM_TABLES.version) ?? versionTable(naming),
    schema.tables.get(SYSTEM_TABLES.loads) ?? loadsTable(naming),
    ...(state ? [state] : []),
  ]
  return new Map(tables.map((table) => [table.name, table]))
}

function stateTableWithId(table: Table): Table {
  return {
    ...table,
    columns: new Map([...table.columns, ['_dlt_id', { name: '_dlt_id', data_type: 'text', nullable: false }]]),
  }
}
