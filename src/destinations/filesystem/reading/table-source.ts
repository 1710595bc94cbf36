import type { BucketReader } from '../../../duckdb/bucket-reader.ts'
import type { DuckDbConnection } from '../../../duckdb/connection.ts'
import { completeColumns } from '../../../schema/column-props.ts'
import { hasSeenData } from '../../../schema/mark-seen-data.ts'
import type { Schema, Table } from '../../../schema/stored.ts'
import type { StoredObject } from '../../../storage/storage.ts'
import { datasetVersion } from '../dataset-version.ts'
import { formatOfKey, type KeptFormat } from '../file-format.ts'
import { isSystemTable, keyPrefix } from '../keys.ts'
import type { LakeSession } from '../session.ts'
import { withSchemaTypes } from '../table-formats/schema-types.ts'
import { selectSnapshot } from '../table-formats/select-snapshot.ts'
import type { TableSnapshot } from '../table-formats/table-format.ts'
import { formatOfTable, placeOf } from '../table-place.ts'
import { type ReadFiles, selectFiles } from './select-files.ts'
import type { LakeSnapshot } from './snapshot.ts'
import { tableFiles } from './table-files.ts'

/** How many times smaller gzip can make a file. */
const MOST_DEFLATED = 1032

/** A table of a dataset, and where its rows are. */
export interface TableSource {
  /** With the columns that all schemas of the dataset give it. */
  readonly table: Table
  readonly files: readonly StoredObject[]
  /** Of tables in an open format. */
  readonly snapshots: readonly TableSnapshot[]
  /** false: no load has brought it. */
  readonly exists: boolean
}

/** Finds the rows of a table, which several schemas may have, each in its own place or all in one. */
export async function findSource(
  session: LakeSession,
  snapshot: LakeSnapshot,
  of: { readonly table: string; readonly schemas: readonly Schema[] },
): Promise<TableSource> {
  const holders = of.schemas.flatMap((schema) => {
    const table = schema.tables.get(of.table)
    return table === undefined || completeColumns(table).length === 0 ? [] : [{ schema, table }]
  })
  const places = new Map(
    holders.map((holder) => [keyPrefix(session, { schemaName: holder.schema.name, tableName: of.table }), holder]),
  )
  const files: StoredObject[] = []
  const snapshots: TableSnapshot[] = []
  for (const { schema } of places.values()) {
    const format = formatOfTable(schema, of.table)
    if (format === undefined) files.push(...(await tableFiles(session, snapshot, { schema, table: of.table })))
    else {
      const isCommitted = (loadId: string) => snapshot.committed.has(loadId)
      const found = await format.snapshot(await placeOf(session, schema), of.table, { isCommitted })
      if (found !== undefined) snapshots.push(found)
    }
  }
  const seen = !isSystemTable(of.table) && holders.some(({ table }) => hasSeenData(table))
  return {
    table: merged(
      of.table,
      holders.map(({ table }) => table),
    ),
    files,
    snapshots,
    exists: holders.length > 0 && (seen || files.length > 0 || snapshots.length > 0),
  }
}

/** The SQL of its rows. */
export async function selectSource(
  by: { readonly session: LakeSession; readonly connection: DuckDbConnection; readonly reader: BucketReader },
  { table, files, snapshots }: TableSource,
): Promise<string> {
  const { connection, reader } = by
  const groups = await grouped(by, files)
  const selects = groups.length > 0 || snapshots.length === 0 ? [await selectFiles(connection, table, groups)] : []
  for (const snapshot of snapshots) {
    const keys = snapshot.files.map(({ key }) => key)
    const names = await reader.namesOf(keys)
    const nameOf = new Map(keys.map((key, index) => [key, names[index] ?? key]))
    const select = selectSnapshot(snapshot, (key) => nameOf.get(key) ?? key)
    selects.push(withSchemaTypes(select, snapshot, table))
  }
  return selects.join(' UNION ALL BY NAME ')
}

async function grouped(
  { session, reader }: { readonly session: LakeSession; readonly reader: BucketReader },
  files: readonly StoredObject[],
): Promise<readonly ReadFiles[]> {
  const isOld = files.some(isText) && (await datasetVersion(session))?.initial === 1
  const groups = new Map<string, { format: KeptFormat; gzipped: boolean; files: StoredObject[] }>()
  for (const file of files) {
    const format = formatOfKey(file.key)
    if (format === undefined) continue
    const gzipped = isOld && isText(file) && (await isGzip(session, file.key))
    const id = `${format} ${gzipped}`
    const group = groups.get(id) ?? { format, gzipped, files: [] }
    group.files.push(file)
    groups.set(id, group)
  }
  return Promise.all(
    [...groups.values()].map(async ({ format, gzipped, files }) => ({
      format,
      gzipped,
      names: await reader.namesOf(files.map(({ key }) => key)),
      most: Math.max(...files.map(({ key, size }) => (gzipped || key.endsWith('.gz') ? size * MOST_DEFLATED : size))),
    })),
  )
}

const isText = ({ key }: StoredObject): boolean => key.endsWith('.jsonl') || key.endsWith('.csv')

/** In datasets that dlt began long ago, compressed files are not called so. */
async function isGzip({ bucket }: LakeSession, key: string): Promise<boolean> {
  const [first, second] = await bucket.storage.getRange(key, 0, 2)
  return first === 0x1f && second === 0x8b
}

function merged(name: string, tables: readonly Table[]): Table {
  const columns = new Map(tables.toReversed().flatMap((table) => [...table.columns]))
  const [first] = tables
  return {
    ...(first ?? { name }),
    columns: first ? new Map([...first.columns, ...columns, ...first.columns]) : columns,
  }
}
