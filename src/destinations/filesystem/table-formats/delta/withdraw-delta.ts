import type { LoadName, TablePlace } from '../table-format.ts'
import type { Action } from './actions.ts'
import { holdsLoad } from './holds-load.ts'
import { commitName } from './log-files.ts'
import { readLog } from './read-log.ts'
import { replay } from './replay.ts'

/** Adds a version in which the table is as it was before the load. false: others have changed it since. */
export async function withdrawDelta(place: TablePlace, table: string, load: LoadName): Promise<boolean> {
  const log = await readLog(place, table)
  if (log === undefined) return true
  const made = (await log.commitInfo(log.newest))?.tolva
  const now = await log.stateAt(log.newest)
  if (made?.loadId !== load.loadId || made.pipeline !== load.pipeline || made.withdrawn) {
    return !(await holdsLoad(log, now, load))
  }
  const before = log.newest === 0 ? replay([]) : await log.stateAt(log.newest - 1)
  const timestamp = place.context.now()
  const { loadId, pipeline } = load
  const actions: readonly Action[] = [
    {
      commitInfo: {
        timestamp,
        operation: 'RESTORE',
        engineInfo: 'tolva',
        tolva: { loadId, pipeline, withdrawn: true },
      },
    },
    ...(before.metaData && before.metaData.schemaString !== now.metaData?.schemaString
      ? [{ metaData: before.metaData }]
      : []),
    ...[...now.files.values()]
      .filter(({ path }) => !before.files.has(path))
      .map(({ path, partitionValues, size }) => ({
        remove: {
          path,
          deletionTimestamp: timestamp,
          dataChange: true,
          extendedFileMetadata: true,
          partitionValues,
          size,
        },
      })),
    ...[...before.files.values()]
      .filter(({ path }) => !now.files.has(path))
      .map((add) => ({ add: { ...add, dataChange: true } })),
  ]
  const body = `${actions.map((action) => JSON.stringify(action)).join('\n')}\n`
  return place.bucket.storage.putIfAbsent(`${log.folder}${commitName(log.newest + 1)}`, body)
}
