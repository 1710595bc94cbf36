import { formatOfLog } from '../format-of-log.ts'
import { TABLE_FORMAT_STRATEGIES } from '../merge-strategies.ts'
import type { SnapshotOptions, TableFormat, TablePlace, TableSnapshot } from '../table-format.ts'
import type { TableLog } from '../table-log.ts'
import { columnOf } from './iceberg-types.ts'
import { createIceberg, openIceberg } from './open-iceberg.ts'
import { columnOfField, currentSnapshot, fieldsOf, keyOf, liveFile, openManifests, readNewest } from './read-table.ts'
import { withdrawIceberg } from './withdraw-iceberg.ts'

const LOG: TableLog = {
  name: 'iceberg',
  mergeStrategies: TABLE_FORMAT_STRATEGIES,
  columnOf,
  create: createIceberg,
  open: openIceberg,
}

/** Iceberg tables of version 2 without a catalog, as dlt makes them: the metadata file whose name sorts last is the table. */
export const iceberg: TableFormat = formatOfLog(LOG, { snapshot, withdraw: withdrawIceberg })

async function snapshot(
  place: TablePlace,
  table: string,
  { isCommitted }: SnapshotOptions = {},
): Promise<TableSnapshot | undefined> {
  const newest = await readNewest(place, table)
  if (newest === undefined) return undefined
  const { metadata } = newest
  let found = currentSnapshot(metadata)
  while (found && isCommitted) {
    const loadId = found.summary['tolva.load-id']
    if (loadId === undefined || isCommitted(loadId)) break
    const parent = found['parent-snapshot-id']
    found = metadata.snapshots?.find((one) => one['snapshot-id'] === parent)
    if (found === undefined) return undefined
  }
  const fields = fieldsOf(metadata, found?.['schema-id'])
  const manifests = await openManifests(place, { table, metadata, snapshot: found })
  const files = manifests.flatMap(({ entries }) =>
    entries.map(({ data_file }) =>
      liveFile(data_file, keyOf(place, metadata.location, { table, path: data_file.file_path }), fields),
    ),
  )
  return { table, version: found?.['sequence-number'] ?? 0, columns: fields.map(columnOfField), files }
}
