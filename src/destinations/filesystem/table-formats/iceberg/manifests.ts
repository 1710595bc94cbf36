import { DestinationError } from '../../../../errors/tolva-error.ts'
import type { Storage } from '../../../../storage/storage.ts'
import { type AvroFile, readAvro } from './avro-file.ts'

export interface ColumnEntry<Value> {
  readonly key: number
  readonly value: Value
}

/** A file as a manifest holds it; what is not named here is kept as it is. */
export interface DataFile {
  readonly content: number
  readonly file_path: string
  readonly file_format: string
  readonly partition: Readonly<Record<string, unknown>>
  readonly record_count: bigint
  readonly file_size_in_bytes: bigint
  readonly lower_bounds?: readonly ColumnEntry<Uint8Array>[] | null
  readonly upper_bounds?: readonly ColumnEntry<Uint8Array>[] | null
  readonly [key: string]: unknown
}

export const EXISTING = 0
export const ADDED = 1
export const DELETED = 2

export interface ManifestEntry {
  readonly status: number
  readonly snapshot_id: bigint | null
  readonly sequence_number: bigint | null
  readonly file_sequence_number: bigint | null
  readonly data_file: DataFile
}

/** A manifest as the list of a snapshot names it. */
export interface ManifestFile {
  readonly manifest_path: string
  readonly manifest_length: bigint
  readonly partition_spec_id: number
  readonly content: number
  readonly sequence_number: bigint
  readonly min_sequence_number: bigint
  readonly added_snapshot_id: bigint
  readonly added_files_count: number
  readonly existing_files_count: number
  readonly deleted_files_count: number
  readonly added_rows_count: bigint
  readonly existing_rows_count: bigint
  readonly deleted_rows_count: bigint
  readonly partitions?: unknown
  readonly key_metadata?: unknown
}

/** A manifest with what it holds; entries that say what they inherit. */
export interface OpenManifest {
  readonly file: ManifestFile
  readonly avro: AvroFile
  readonly entries: readonly ManifestEntry[]
}

/** The manifests of a snapshot. @throws DestinationError `unsupported_table_feature` for those of deleted rows. */
export async function readManifestList(storage: Storage, key: string, table: string): Promise<readonly ManifestFile[]> {
  const { records } = await readAvro(await requireFile(storage, key), key)
  const files = records.filter(isManifestFile)
  const deletes = files.find(
    ({ content, added_files_count, existing_files_count }) =>
      content === 1 && added_files_count + existing_files_count > 0,
  )
  if (deletes === undefined) return files.filter(({ content }) => content === 0)
  throw new DestinationError(`Iceberg table ${table} has files of deleted rows, which are not supported here`, {
    code: 'unsupported_table_feature',
    hint: 'Let its writer rewrite the data files (copy on write), then run again.',
    context: { table },
  })
}

/** Entries of files that are in the table inherit what they do not say from the manifest. */
export async function readManifest(storage: Storage, key: string, file: ManifestFile): Promise<OpenManifest> {
  const avro = await readAvro(await requireFile(storage, key), key)
  const entries = avro.records.filter(isEntry).map((entry) => ({
    ...entry,
    snapshot_id: entry.snapshot_id ?? file.added_snapshot_id,
    sequence_number: entry.sequence_number ?? file.sequence_number,
    file_sequence_number: entry.file_sequence_number ?? file.sequence_number,
  }))
  return { file, avro, entries: entries.filter(({ status }) => status !== DELETED) }
}

async function requireFile(storage: Storage, key: string): Promise<Uint8Array> {
  const body = await storage.get(key)
  if (body !== undefined) return body
  throw new DestinationError('a file of the log of an Iceberg table is gone', {
    code: 'table_log_broken',
    hint: 'Restore the file from a backup, or drop the table and load it anew.',
    context: { file: key },
  })
}

/** The format's own specification vouches for what records of these schemas hold. */
function isManifestFile(value: unknown): value is ManifestFile {
  return typeof value === 'object' && value !== null && 'manifest_path' in value && 'added_files_count' in value
}

function isEntry(value: unknown): value is ManifestEntry {
  return typeof value === 'object' && value !== null && 'data_file' in value
}
