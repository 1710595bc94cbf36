import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { completeColumns } from '../../../../schema/column-props.ts'
import type { Table } from '../../../../schema/stored.ts'
import type { FormatColumn, LiveFile, TablePlace } from '../table-format.ts'
import type { NextVersion, OpenTable } from '../table-log.ts'
import { columnOf, icebergType } from './iceberg-types.ts'
import type { ManifestFile, OpenManifest } from './manifests.ts'
import type { IcebergField, IcebergMetadata, PartitionSpec } from './metadata.ts'
import { formatMetadata } from './metadata-text.ts'
import { nextMetadata } from './next-metadata.ts'
import { partitionParts, partitionSpecFor } from './partitions.ts'
import { columnOfField, currentSnapshot, fieldsOf, keyOf, liveFile, openManifests, readNewest } from './read-table.ts'
import {
  addingManifest,
  type ManifestBody,
  manifestList,
  type SnapshotIds,
  thinnedManifest,
} from './write-manifests.ts'

interface Parts {
  readonly place: TablePlace
  readonly table: string
  /** Key of the metadata file; undefined: there is none yet. */
  readonly key: string | undefined
  readonly metadata: IcebergMetadata
  readonly fields: readonly IcebergField[]
  readonly evolved: boolean
  readonly manifests: readonly OpenManifest[]
  /** Key → location as the log names it. */
  readonly locations: ReadonlyMap<string, string>
  readonly files: readonly LiveFile[]
}

/** The newest version of a table; undefined: there is none. */
export async function openIceberg(place: TablePlace, table: string): Promise<OpenTable | undefined> {
  const newest = await readNewest(place, table)
  if (newest === undefined) return undefined
  const { key, metadata } = newest
  const fields = fieldsOf(metadata)
  const manifests = await openManifests(place, { table, metadata, snapshot: currentSnapshot(metadata) })
  const found = manifests.flatMap(({ entries }) =>
    entries.map(
      ({ data_file }) => [keyOf(place, metadata.location, { table, path: data_file.file_path }), data_file] as const,
    ),
  )
  return openTable({
    place,
    table,
    key,
    metadata,
    fields,
    evolved: false,
    manifests,
    locations: new Map(found.map(([name, file]) => [name, file.file_path])),
    files: found.map(([name, file]) => liveFile(file, name, fields)),
  })
}

/** A table before its first version. */
export function createIceberg(place: TablePlace, table: Table): OpenTable {
  const fields = completeColumns(table).map((column, index): IcebergField => {
    const { name, type, nullable } = columnOf(column)
    return { id: index + 1, name, type: icebergType(type), required: !nullable }
  })
  const spec = partitionSpecFor(table, fields)
  const metadata = firstMetadata(place, { table, fields, spec })
  return openTable({
    place,
    table: table.name,
    key: undefined,
    metadata,
    fields,
    evolved: false,
    manifests: [],
    locations: new Map(),
    files: [],
  })
}

function openTable(parts: Parts): OpenTable {
  const { table, metadata, fields, evolved, files } = parts
  const columns = fields.map(columnOfField)
  const spec = specOf(metadata)
  return {
    snapshot: { table, version: metadata['last-sequence-number'], columns, files },
    evolved,
    partitionBy: partitionParts(spec, fields, table).map(({ sql }) => sql),
    written: columns,
    holds: async (loadId, pipeline) =>
      (metadata.snapshots ?? []).some(
        ({ summary }) => summary['tolva.load-id'] === loadId && summary['tolva.pipeline'] === pipeline,
      ),
    evolve: (added) => (added.length === 0 ? openTable(parts) : openTable(withColumns(parts, added))),
    fileName({ partition }, id) {
      const folders = spec.fields.map(
        ({ name }, index) => `${encodePart(name)}=${encodePart(partition[index] ?? 'null')}/`,
      )
      return `data/${folders.join('')}00000-0-${id}.parquet`
    },
    commit: (next) => commit(parts, next),
  }
}

function withColumns(parts: Parts, added: readonly FormatColumn[]): Parts {
  const first = parts.metadata['last-column-id'] + 1
  const more = added.map(
    ({ name, type }, index): IcebergField => ({ id: first + index, name, type: icebergType(type), required: false }),
  )
  const fields = [...parts.fields, ...more]
  const schemaId = Math.max(...parts.metadata.schemas.map((schema) => schema['schema-id'])) + 1
  const metadata = {
    ...parts.metadata,
    'last-column-id': first + more.length - 1,
    'current-schema-id': schemaId,
    schemas: [...parts.metadata.schemas, { type: 'struct' as const, 'schema-id': schemaId, fields }],
  }
  return { ...parts, metadata, fields, evolved: true }
}

async function commit(parts: Parts, next: NextVersion): Promise<boolean> {
  const { place, table, key, metadata } = parts
  const { storage } = place.bucket
  const folder = `${place.folderOf(table)}metadata/`
  const ids: SnapshotIds = {
    id: randomBytes(8).readBigUInt64BE() >> 1n,
    parent: metadata['current-snapshot-id'] ?? undefined,
    sequence: BigInt(metadata['last-sequence-number'] + 1),
  }
  const commitId = randomUUID()
  const written: string[] = []
  const put = async (name: string, body: Uint8Array) => {
    await storage.put(`${folder}${name}`, body)
    written.push(`${folder}${name}`)
    return `${metadata.location}/metadata/${name}`
  }
  const manifests: ManifestFile[] = []
  const keep = async ({ body, counts }: ManifestBody) => {
    const path = await put(`${commitId}-m${written.length}.avro`, body)
    manifests.push({ ...counts, manifest_path: path, manifest_length: BigInt(body.length) })
  }
  if (next.add.length > 0) await keep(await addingManifest(newFiles(parts, next), ids))
  const gone = new Set(next.remove.map((file) => parts.locations.get(file.key) ?? ''))
  for (const manifest of parts.manifests) {
    if (manifest.entries.some(({ data_file }) => gone.has(data_file.file_path)))
      await keep(await thinnedManifest(manifest, gone, ids))
    else if (manifest.entries.length > 0) manifests.push(manifest.file)
  }
  const list = await put(`snap-${ids.id}-0-${commitId}.avro`, await manifestList(manifests, ids))
  const body = formatMetadata(nextMetadata(metadata, { ids, list, next, key, now: place.context.now() }))
  const name = metadataName(key)
  if (await storage.putIfAbsent(`${folder}${name}`, body)) {
    if (await isNewest(place, table, name)) return true
    written.push(`${folder}${name}`)
  }
  for (const one of written) await storage.delete(one)
  return false
}

/** Writers of another kind choose names by chance: of two with one number the last by name is what all go on with. */
async function isNewest(place: TablePlace, table: string, name: string): Promise<boolean> {
  const keys = await place.bucket.storage.list(`${place.folderOf(table)}metadata/${name.slice(0, 5)}`)
  return (
    keys
      .filter((key) => key.endsWith('.metadata.json'))
      .sort()
      .at(-1)
      ?.endsWith(name) ?? false
  )
}

function newFiles({ place, table, metadata, fields }: Parts, next: NextVersion) {
  const schema = metadata.schemas.find((one) => one['schema-id'] === metadata['current-schema-id'])
  const spec = specOf(metadata)
  return {
    add: next.add,
    schema: schema ?? { type: 'struct' as const, 'schema-id': 0, fields },
    spec,
    parts: partitionParts(spec, fields, table),
    locationOf: (key: string) => `${metadata.location}/${key.slice(place.folderOf(table).length)}`,
  }
}

function specOf(metadata: IcebergMetadata): PartitionSpec {
  const id = metadata['default-spec-id']
  return metadata['partition-specs'].find((spec) => spec['spec-id'] === id) ?? { 'spec-id': 0, fields: [] }
}

/** Two that go on from the same version choose the same name, so that only one of them can have it. */
function metadataName(key: string | undefined): string {
  const before = key?.slice(key.lastIndexOf('/') + 1)
  const number = before === undefined ? 0 : Number(/^\d+/.exec(before)?.[0] ?? 0) + 1
  const digest = createHash('sha256')
    .update(before ?? '')
    .digest('hex')
  const id = [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `4${digest.slice(13, 16)}`,
    `8${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ]
  return `${String(number).padStart(5, '0')}-${id.join('-')}.metadata.json`
}

interface FirstTable {
  readonly table: Table
  readonly fields: readonly IcebergField[]
  readonly spec: PartitionSpec
}

function firstMetadata(place: TablePlace, { table, fields, spec }: FirstTable): IcebergMetadata {
  const properties = table['x-iceberg-table-properties']
  return {
    'format-version': 2,
    'table-uuid': randomUUID(),
    location: locationOf(place, table.name),
    'last-sequence-number': 0,
    'last-updated-ms': place.context.now(),
    'last-column-id': fields.length,
    'current-schema-id': 0,
    schemas: [{ type: 'struct', 'schema-id': 0, fields, 'identifier-field-ids': [] }],
    'default-spec-id': 0,
    'partition-specs': [spec],
    'last-partition-id': Math.max(999, ...spec.fields.map((field) => field['field-id'])),
    'default-sort-order-id': 0,
    'sort-orders': [{ 'order-id': 0, fields: [] }],
    properties: textsOf(properties),
    snapshots: [],
    'snapshot-log': [],
    'metadata-log': [],
    refs: {},
    statistics: [],
    'partition-statistics': [],
  }
}

function textsOf(properties: unknown): Readonly<Record<string, string>> {
  if (typeof properties !== 'object' || properties === null) return {}
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, String(value)]))
}

/** As dlt spells it: local folders with a scheme too. */
function locationOf(place: TablePlace, table: string): string {
  const url = place.bucket.storage.urlOf(place.folderOf(table).replace(/\/$/, ''))
  return url.startsWith('/') ? `file://${url}` : url
}

/** As pyiceberg names folders. */
function encodePart(text: string): string {
  return encodeURIComponent(text).replaceAll('%20', '+')
}
