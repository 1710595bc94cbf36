import type { LoadName } from '../table-format.ts'
import type { NextVersion } from '../table-log.ts'
import type { IcebergMetadata, Snapshot } from './metadata.ts'
import { currentSnapshot } from './read-table.ts'
import type { SnapshotIds } from './write-manifests.ts'

/** Metadata files that a table remembers. */
const REMEMBERED = 100

/** What a snapshot does: it brings a load in, or takes one back to what was before. */
export type MadeSnapshot =
  | { readonly next: NextVersion }
  | { readonly load: LoadName; readonly before: Snapshot | undefined }

export interface NextSnapshot {
  readonly ids: SnapshotIds
  /** Where the list of its manifests is. */
  readonly list: string
  readonly changes: MadeSnapshot
  /** Key of the metadata file that comes before; undefined: it is the first one. */
  readonly key: string | undefined
  readonly now: number
}

/** The metadata of a table with one more snapshot. */
export function nextMetadata(
  metadata: IcebergMetadata,
  { ids, list, changes, key, now }: NextSnapshot,
): IcebergMetadata {
  const id = String(ids.id)
  // Readers take snapshots for ordered by time.
  const time = Math.max(now, metadata['last-updated-ms'] + 1)
  const snapshot: Snapshot = {
    'snapshot-id': id,
    ...(ids.parent !== undefined && { 'parent-snapshot-id': ids.parent }),
    'sequence-number': Number(ids.sequence),
    'timestamp-ms': time,
    'manifest-list': list,
    summary: 'next' in changes ? summaryOf(metadata, changes.next) : withdrawalOf(changes),
    'schema-id': metadata['current-schema-id'],
  }
  const log = metadata['metadata-log'] ?? []
  const before =
    key === undefined
      ? []
      : [
          {
            'metadata-file': `${metadata.location}/metadata/${key.slice(key.lastIndexOf('/') + 1)}`,
            'timestamp-ms': metadata['last-updated-ms'],
          },
        ]
  return {
    ...metadata,
    'last-sequence-number': Number(ids.sequence),
    'last-updated-ms': time,
    'current-snapshot-id': id,
    snapshots: [...(metadata.snapshots ?? []), snapshot],
    'snapshot-log': [...(metadata['snapshot-log'] ?? []), { 'snapshot-id': id, 'timestamp-ms': time }],
    'metadata-log': [...log, ...before].slice(-REMEMBERED),
    refs: { ...metadata.refs, main: { 'snapshot-id': id, type: 'branch' } },
  }
}

function summaryOf(metadata: IcebergMetadata, { add, remove, loadId, pipeline }: NextVersion): Snapshot['summary'] {
  const before = currentSnapshot(metadata)?.summary ?? {}
  const total = (name: string) => Number(before[name] ?? 0)
  const sum = (files: readonly { readonly rows: number | undefined }[]) =>
    files.reduce((rows, file) => rows + (file.rows ?? 0), 0)
  const size = (files: readonly { readonly size: number }[]) => files.reduce((bytes, file) => bytes + file.size, 0)
  const counts = {
    ...(add.length > 0 && { 'added-data-files': add.length, 'added-records': sum(add), 'added-files-size': size(add) }),
    ...(remove.length > 0 && {
      'deleted-data-files': remove.length,
      'deleted-records': sum(remove),
      'removed-files-size': size(remove),
    }),
    'total-data-files': total('total-data-files') + add.length - remove.length,
    'total-records': total('total-records') + sum(add) - sum(remove),
    'total-files-size': total('total-files-size') + size(add) - size(remove),
    'total-delete-files': 0,
    'total-position-deletes': 0,
    'total-equality-deletes': 0,
  }
  const operation = remove.length === 0 ? 'append' : add.length === 0 ? 'delete' : 'overwrite'
  return {
    operation,
    ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)])),
    'tolva.load-id': loadId,
    'tolva.pipeline': pipeline,
  }
}

function withdrawalOf({
  load,
  before,
}: {
  readonly load: LoadName
  readonly before: Snapshot | undefined
}): Snapshot['summary'] {
  const totals = Object.entries(before?.summary ?? {}).filter(([name]) => name.startsWith('total-'))
  const { loadId, pipeline } = load
  return {
    ...Object.fromEntries(totals),
    operation: 'overwrite',
    'tolva.load-id': loadId,
    'tolva.pipeline': pipeline,
    'tolva.withdrawn': 'true',
  }
}
