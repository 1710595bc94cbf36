import { randomUUID } from 'node:crypto'
import { columnsWith, completeColumns } from '../../../../schema/column-props.ts'
import type { Table } from '../../../../schema/stored.ts'
import { quoteName } from '../../../../sql/quote-name.ts'
import type { FormatColumn, LiveFile, TablePlace } from '../table-format.ts'
import type { NextVersion, OpenTable } from '../table-log.ts'
import type { Action } from './actions.ts'
import { checkReadable, checkWritable } from './check-features.ts'
import { columnOfField, type DeltaField, readFields, writeFields } from './delta-schema.ts'
import { columnOf } from './delta-types.ts'
import { writeStats } from './file-stats.ts'
import { appIdOf, holdsLoad, loadNumber } from './holds-load.ts'
import { liveFiles } from './live-files.ts'
import { commitName } from './log-files.ts'
import { protocolFor } from './protocol-for.ts'
import { type DeltaLog, readLog } from './read-log.ts'
import { type DeltaState, replay } from './replay.ts'
import { writeCheckpoint } from './write-checkpoint.ts'

/** Versions between two checkpoints, as others have it. */
const CHECKPOINT_EVERY = 10

interface Parts {
  readonly place: TablePlace
  readonly table: string
  readonly log: DeltaLog | undefined
  readonly state: DeltaState
  readonly fields: readonly DeltaField[]
  readonly columns: readonly FormatColumn[]
  readonly partitionColumns: readonly string[]
  readonly files: readonly LiveFile[]
}

/** The newest version of a table; undefined: there is none. */
export async function openDelta(place: TablePlace, table: string): Promise<OpenTable | undefined> {
  const log = await readLog(place, table)
  if (log === undefined) return undefined
  const state = await log.stateAt(log.newest)
  checkReadable(state, table)
  const fields = readFields(state.metaData?.schemaString ?? '{"fields":[]}', table)
  const columns = fields.map(columnOfField)
  const partitionColumns = state.metaData?.partitionColumns ?? []
  const files = liveFiles(state, place.folderOf(table))
  return openTable({ place, table, log, state, fields, columns, partitionColumns, files })
}

/** A table before its first version. */
export function createDelta(place: TablePlace, table: Table): OpenTable {
  const columns = completeColumns(table).map(columnOf)
  const partitionColumns = columnsWith(table, 'partition')
  const state = replay([])
  return openTable({
    place,
    table: table.name,
    log: undefined,
    state,
    fields: [],
    columns,
    partitionColumns,
    files: [],
  })
}

function openTable(parts: Parts): OpenTable {
  const { place, table, log, state, fields, columns, partitionColumns, files } = parts
  return {
    snapshot: { table, version: state.version, columns, files },
    evolved: columns.length > fields.length,
    partitionBy: partitionColumns.map((name) =>
      partitionText(
        columns.find((column) => column.name === name),
        name,
      ),
    ),
    written: columns.filter(({ name }) => !partitionColumns.includes(name)),
    holds: async (loadId, pipeline) => log !== undefined && holdsLoad(log, state, { loadId, pipeline }),
    evolve: (added) =>
      added.length === 0 ? openTable(parts) : openTable({ ...parts, columns: [...columns, ...added] }),
    restart: (wanted) =>
      openTable({
        ...parts,
        fields: [],
        columns: completeColumns(wanted).map(columnOf),
        partitionColumns: columnsWith(wanted, 'partition'),
      }),
    fileName({ partition }, id) {
      const folders = partitionColumns.map((name, index) => `${name}=${encodePart(partition[index] ?? null)}/`)
      return `${folders.join('')}part-00000-${id}-c000.zstd.parquet`
    },
    async commit(next) {
      if (log !== undefined) checkWritable(state, fields, next)
      const actions = actionsOf(parts, next)
      const folder = `${place.folderOf(table)}_delta_log/`
      const version = state.version + 1
      const body = `${actions.map((action) => JSON.stringify(action)).join('\n')}\n`
      if (!(await place.bucket.storage.putIfAbsent(`${folder}${commitName(version)}`, body))) return false
      if (version % CHECKPOINT_EVERY === 0 && version > 0) await checkpoint(place, table, version)
      return true
    },
  }
}

/** A checkpoint only spares readers time, so that it could not be written is told and no more. */
async function checkpoint(place: TablePlace, table: string, version: number): Promise<void> {
  try {
    const log = await readLog(place, table)
    if (log) await writeCheckpoint(place, await log.stateAt(version), log.folder)
  } catch (error) {
    place.context.logger.warn('no checkpoint was written', { table, version, error: String(error) })
  }
}

function actionsOf(
  { place, table, state, fields, columns, partitionColumns }: Parts,
  next: NextVersion,
): readonly Action[] {
  const now = place.context.now()
  const { loadId, pipeline } = next
  const folder = place.folderOf(table)
  const protocol = protocolFor(state.protocol, columns)
  const evolved = columns.length > fields.length || state.metaData === undefined
  const counted = state.txns.get(appIdOf(pipeline))?.version ?? 0
  return [
    {
      commitInfo: {
        timestamp: now,
        operation: next.mode === 'merge' ? 'MERGE' : 'WRITE',
        operationParameters: {
          mode: next.mode === 'replace' ? 'Overwrite' : 'Append',
          partitionBy: JSON.stringify(partitionColumns),
        },
        isBlindAppend: next.mode === 'append',
        engineInfo: 'tolva',
        tolva: { loadId, pipeline },
      },
    },
    ...(protocol === undefined ? [] : [{ protocol }]),
    ...(evolved
      ? [
          {
            metaData: {
              ...(state.metaData ?? {
                id: randomUUID(),
                format: { provider: 'parquet', options: {} },
                createdTime: now,
              }),
              partitionColumns,
              configuration: state.metaData?.configuration ?? {},
              schemaString: writeFields(columns, fields),
            },
          },
        ]
      : []),
    { txn: { appId: appIdOf(pipeline), version: Math.max(counted, loadNumber(loadId)), lastUpdated: now } },
    ...next.remove.map(({ key }): Action => {
      const add = state.files.get(pathOf(key, folder))
      return {
        remove: {
          path: pathOf(key, folder),
          deletionTimestamp: now,
          dataChange: true,
          extendedFileMetadata: true,
          partitionValues: add?.partitionValues ?? {},
          size: add?.size ?? null,
        },
      }
    }),
    ...next.add.map((file) => ({
      add: {
        path: pathOf(file.key, folder),
        partitionValues: Object.fromEntries(
          partitionColumns.map((name, index) => [name, file.partition[index] ?? null]),
        ),
        size: file.size,
        modificationTime: now,
        dataChange: true,
        stats: writeStats(file, columns),
      },
    })),
  ]
}

/** A value as Delta writes it: points in time without a zone, all in UTC. */
function partitionText(column: FormatColumn | undefined, name: string): string {
  const quoted = quoteName(name)
  if (column?.type.startsWith('TIMESTAMP')) return `strftime(${quoted}, '%Y-%m-%d %H:%M:%S.%f')`
  return `CAST(${quoted} AS VARCHAR)`
}

function encodePart(value: string | null): string {
  return value === null ? '__HIVE_DEFAULT_PARTITION__' : encodeURIComponent(value)
}

/** Paths in a log are encoded once more. */
function pathOf(key: string, folder: string): string {
  return key.slice(folder.length).split('/').map(encodeSegment).join('/')
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll('%3D', '=')
}
