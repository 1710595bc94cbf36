import { DestinationError } from '../../../../errors/tolva-error.ts'
import type { Bounds, FormatColumn, LiveFile, TablePlace } from '../table-format.ts'
import { boundFromBytes } from './bound-bytes.ts'
import { duckDbType } from './iceberg-types.ts'
import { type DataFile, type OpenManifest, readManifest, readManifestList } from './manifests.ts'
import type { IcebergField, IcebergMetadata, Snapshot } from './metadata.ts'
import { parseMetadata } from './metadata-text.ts'

/** Manifests that are read at once. */
const AT_ONCE = 8

/** A table's newest metadata file. */
export interface NewestMetadata {
  readonly key: string
  readonly metadata: IcebergMetadata
}

/** The metadata file whose name sorts last, which is how dlt finds it too. undefined: there is no Iceberg table in the folder. */
export async function readNewest(place: TablePlace, table: string): Promise<NewestMetadata | undefined> {
  const { storage } = place.bucket
  const keys = await storage.list(`${place.folderOf(table)}metadata/`)
  const key = keys
    .filter((name) => name.endsWith('.metadata.json'))
    .sort()
    .at(-1)
  const body = key === undefined ? undefined : await storage.get(key)
  return key === undefined || body === undefined ? undefined : { key, metadata: parseMetadata(body, key) }
}

export function currentSnapshot({ snapshots = [], 'current-snapshot-id': id }: IcebergMetadata): Snapshot | undefined {
  return snapshots.find((one) => one['snapshot-id'] === id)
}

/** Columns of a schema; undefined: the current one. */
export function fieldsOf(metadata: IcebergMetadata, schemaId = metadata['current-schema-id']): readonly IcebergField[] {
  return metadata.schemas.find((schema) => schema['schema-id'] === schemaId)?.fields ?? []
}

export function columnOfField({ id, name, type, required }: IcebergField): FormatColumn {
  return { name, type: duckDbType(type), nullable: !required, fieldId: id }
}

/** Where a location that the log names is in the bucket. */
export function keyOf(
  place: TablePlace,
  location: string,
  { table, path }: { readonly table: string; readonly path: string },
): string {
  const [top, full] = [withoutScheme(location), withoutScheme(path)]
  if (full.startsWith(`${top}/`)) return `${place.folderOf(table)}${full.slice(top.length + 1)}`
  throw new DestinationError(`Iceberg table ${table} has files outside of its folder`, {
    code: 'unsupported_table_feature',
    hint: 'Write the table anew into one folder, or load into another table.',
    context: { table, file: path },
  })
}

/** Writers spell one place in several ways: `file:///a`, `/a`; `s3a://b`, `s3://b`. */
function withoutScheme(location: string): string {
  return location.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/\/+$/, '')
}

/** The manifests of a snapshot with the files that are in it. */
export async function openManifests(
  place: TablePlace,
  {
    table,
    metadata,
    snapshot,
  }: { readonly table: string; readonly metadata: IcebergMetadata; readonly snapshot: Snapshot | undefined },
): Promise<readonly OpenManifest[]> {
  if (snapshot === undefined) return []
  const { storage } = place.bucket
  const at = (path: string) => keyOf(place, metadata.location, { table, path })
  const files = await readManifestList(storage, at(snapshot['manifest-list']), table)
  const open: OpenManifest[] = []
  for (let first = 0; first < files.length; first += AT_ONCE) {
    const some = files.slice(first, first + AT_ONCE)
    open.push(...(await Promise.all(some.map((file) => readManifest(storage, at(file.manifest_path), file)))))
  }
  return open
}

export function liveFile(file: DataFile, key: string, fields: readonly IcebergField[]): LiveFile {
  const upper = new Map((file.upper_bounds ?? []).map((entry) => [entry.key, entry.value]))
  const bounds = new Map<string, Bounds>()
  for (const { key: id, value } of file.lower_bounds ?? []) {
    const field = fields.find((one) => one.id === id)
    const high = upper.get(id)
    const min = field && boundFromBytes(value, field.type)
    const max = field && high && boundFromBytes(high, field.type)
    if (field && min !== undefined && max !== undefined) bounds.set(field.name, { min, max })
  }
  return { key, size: Number(file.file_size_in_bytes), rows: Number(file.record_count), partition: {}, bounds }
}
