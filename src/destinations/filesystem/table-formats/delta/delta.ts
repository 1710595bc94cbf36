import { formatOfLog } from '../format-of-log.ts'
import { TABLE_FORMAT_STRATEGIES } from '../merge-strategies.ts'
import type { SnapshotOptions, TableFormat, TablePlace, TableSnapshot } from '../table-format.ts'
import type { TableLog } from '../table-log.ts'
import { checkReadable } from './check-features.ts'
import { columnOfField, readFields } from './delta-schema.ts'
import { columnOf } from './delta-types.ts'
import { liveFiles } from './live-files.ts'
import { createDelta, openDelta } from './open-delta.ts'
import { readLog } from './read-log.ts'
import { withdrawDelta } from './withdraw-delta.ts'

const LOG: TableLog = {
  name: 'delta',
  mergeStrategies: TABLE_FORMAT_STRATEGIES,
  columnOf,
  create: createDelta,
  open: openDelta,
}

/** Delta tables, with a log of our own writing; as dlt makes them. */
export const delta: TableFormat = formatOfLog(LOG, { snapshot, withdraw: withdrawDelta })

async function snapshot(
  place: TablePlace,
  table: string,
  { isCommitted }: SnapshotOptions = {},
): Promise<TableSnapshot | undefined> {
  const log = await readLog(place, table)
  if (log === undefined) return undefined
  let version = log.newest
  while (version >= 0 && isCommitted) {
    const made = (await log.commitInfo(version))?.tolva
    if (made === undefined || isCommitted(made.loadId)) break
    version -= 1
  }
  if (version < 0) return undefined
  const state = await log.stateAt(version)
  checkReadable(state, table)
  const fields = readFields(state.metaData?.schemaString ?? '{"fields":[]}', table)
  return { table, version, columns: fields.map(columnOfField), files: liveFiles(state, place.folderOf(table)) }
}
