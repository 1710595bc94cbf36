import type { AddedFile } from '../table-log.ts'
import { writeAvro } from './avro-file.ts'
import { boundToBytes } from './bound-bytes.ts'
import { avroName, MANIFEST_LIST_SCHEMA, manifestSchema } from './manifest-schemas.ts'
import { ADDED, DELETED, EXISTING, type ManifestEntry, type ManifestFile, type OpenManifest } from './manifests.ts'
import type { IcebergField, IcebergSchema, PartitionSpec } from './metadata.ts'
import type { PartitionPart } from './partitions.ts'

/** What the manifests of a snapshot say of it. */
export interface SnapshotIds {
  readonly id: bigint
  readonly parent: string | undefined
  readonly sequence: bigint
}

/** A file of the log, before it has its place. */
export interface ManifestBody {
  readonly body: Uint8Array
  readonly counts: Omit<ManifestFile, 'manifest_path' | 'manifest_length'>
}

export interface NewFiles {
  readonly add: readonly AddedFile[]
  readonly schema: IcebergSchema
  readonly spec: PartitionSpec
  readonly parts: readonly PartitionPart[]
  /** Where a file is, as the log names it. */
  locationOf(key: string): string
}

/** A manifest of files that come. */
export async function addingManifest(files: NewFiles, ids: SnapshotIds): Promise<ManifestBody> {
  const { add, schema, spec, parts } = files
  const entries = add.map(
    (file): ManifestEntry => ({
      status: ADDED,
      snapshot_id: ids.id,
      sequence_number: null,
      file_sequence_number: null,
      data_file: {
        content: 0,
        file_path: files.locationOf(file.key),
        file_format: 'PARQUET',
        partition: Object.fromEntries(
          parts.map((part, index) => {
            const text = file.partition[index] ?? null
            return [avroName(part.field.name), text === null ? null : part.toValue(text)]
          }),
        ),
        record_count: BigInt(file.rows),
        file_size_in_bytes: BigInt(file.size),
        column_sizes: null,
        value_counts: byColumn(schema.fields, ({ name }) => (file.nulls.has(name) ? BigInt(file.rows) : undefined)),
        null_value_counts: byColumn(schema.fields, ({ name }) => big(file.nulls.get(name))),
        nan_value_counts: null,
        lower_bounds: byColumn(schema.fields, (field) => boundOf(file, field, 'min')),
        upper_bounds: byColumn(schema.fields, (field) => boundOf(file, field, 'max')),
        key_metadata: null,
        split_offsets: null,
        equality_ids: null,
        sort_order_id: null,
      },
    }),
  )
  const metadata = {
    schema: JSON.stringify(schema),
    'schema-id': String(schema['schema-id']),
    'partition-spec': JSON.stringify(spec.fields),
    'partition-spec-id': String(spec['spec-id']),
    'format-version': '2',
    content: 'data',
  }
  const body = await writeAvro({ schema: manifestSchema(parts), metadata, records: entries })
  return { body, counts: countsOf(entries, spec['spec-id'], ids) }
}

/** A manifest again, in which some of its files are gone. */
export async function thinnedManifest(
  { avro, entries, file }: OpenManifest,
  gone: ReadonlySet<string>,
  ids: SnapshotIds,
): Promise<ManifestBody> {
  const rewritten = entries.map((entry) =>
    gone.has(entry.data_file.file_path)
      ? { ...entry, status: DELETED, snapshot_id: ids.id }
      : { ...entry, status: EXISTING },
  )
  const { 'avro.codec': _, 'avro.schema': __, ...metadata } = avro.metadata
  const body = await writeAvro({ schema: avro.schema, metadata, records: rewritten })
  return { body, counts: countsOf(rewritten, file.partition_spec_id, ids) }
}

/** The list of a snapshot's manifests. */
export function manifestList(files: readonly ManifestFile[], ids: SnapshotIds): Promise<Uint8Array> {
  const metadata = {
    'snapshot-id': String(ids.id),
    'parent-snapshot-id': ids.parent ?? 'null',
    'sequence-number': String(ids.sequence),
    'format-version': '2',
  }
  const records = files.map((file) => ({ partitions: null, key_metadata: null, ...file }))
  return writeAvro({ schema: MANIFEST_LIST_SCHEMA, metadata, records })
}

function countsOf(entries: readonly ManifestEntry[], spec: number, ids: SnapshotIds): ManifestBody['counts'] {
  const of = (status: number) => entries.filter((entry) => entry.status === status)
  const rows = (status: number) => of(status).reduce((sum, { data_file }) => sum + data_file.record_count, 0n)
  const oldest = entries
    .filter(({ status }) => status !== DELETED)
    .reduce(
      (least, { sequence_number }) => (sequence_number !== null && sequence_number < least ? sequence_number : least),
      ids.sequence,
    )
  return {
    partition_spec_id: spec,
    content: 0,
    sequence_number: ids.sequence,
    min_sequence_number: oldest,
    added_snapshot_id: ids.id,
    added_files_count: of(ADDED).length,
    existing_files_count: of(EXISTING).length,
    deleted_files_count: of(DELETED).length,
    added_rows_count: rows(ADDED),
    existing_rows_count: rows(EXISTING),
    deleted_rows_count: rows(DELETED),
  }
}

function byColumn<Value>(fields: readonly IcebergField[], pick: (field: IcebergField) => Value | undefined) {
  return fields.flatMap((field) => {
    const value = pick(field)
    return value === undefined ? [] : [{ key: field.id, value }]
  })
}

function boundOf({ bounds }: AddedFile, { name, type }: IcebergField, which: 'min' | 'max'): Buffer | undefined {
  const bound = bounds.get(name)
  return bound && boundToBytes(bound[which], type)
}

function big(number: number | undefined): bigint | undefined {
  return number === undefined ? undefined : BigInt(number)
}
