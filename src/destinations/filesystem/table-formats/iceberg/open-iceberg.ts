import { randomUUID } from 'node:crypto'
import { completeColumns } from '../../../../schema/column-props.ts'
import type { Table } from '../../../../schema/stored.ts'
import type { FormatColumn, LiveFile, TablePlace } from '../table-format.ts'
import type { NextVersion, OpenTable } from '../table-log.ts'
import { commitSnapshot } from './commit-snapshot.ts'
import { holdsLoad } from './holds-load.ts'
import { columnOf, icebergType } from './iceberg-types.ts'
import type { ManifestFile, OpenManifest } from './manifests.ts'
import type { IcebergField, IcebergMetadata, PartitionSpec } from './metadata.ts'
import { partitionParts, partitionSpecFor } from './partitions.ts'
import { columnOfField, currentSnapshot, fieldsOf, keyOf, liveFile, openManifests, readNewest } from './read-table.ts'
import { addingManifest, thinnedManifest } from './write-manifests.ts'

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
    holds: async (loadId, pipeline) => holdsLoad(metadata, { loadId, pipeline }),
    evolve: (added) => (added.length === 0 ? openTable(parts) : openTable(withColumns(parts, added))),
    restart: (wanted) => openTable(restarted(parts, wanted)),
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

/** New columns get new ids, so that old files, which readers of older versions may still read, are not taken for theirs. */
function restarted(parts: Parts, table: Table): Parts {
  const { metadata } = parts
  const first = metadata['last-column-id'] + 1
  const fields = completeColumns(table).map((column, index): IcebergField => {
    const { name, type, nullable } = columnOf(column)
    return { id: first + index, name, type: icebergType(type), required: !nullable }
  })
  const schemaId = Math.max(...metadata.schemas.map((schema) => schema['schema-id'])) + 1
  const specId = Math.max(...metadata['partition-specs'].map((spec) => spec['spec-id'])) + 1
  const fresh = partitionSpecFor(table, fields).fields
  const firstPart = metadata['last-partition-id'] + 1
  const spec = {
    'spec-id': specId,
    fields: fresh.map((field, index) => ({ ...field, 'field-id': firstPart + index })),
  }
  return {
    ...parts,
    fields,
    evolved: true,
    metadata: {
      ...metadata,
      'last-column-id': first + fields.length - 1,
      'current-schema-id': schemaId,
      schemas: [...metadata.schemas, { type: 'struct', 'schema-id': schemaId, fields }],
      'default-spec-id': specId,
      'partition-specs': [...metadata['partition-specs'], spec],
      'last-partition-id': firstPart + spec.fields.length - 1,
    },
  }
}

async function commit(parts: Parts, next: NextVersion): Promise<boolean> {
  const { place, table, key, metadata } = parts
  const newest = { place, table, key, metadata, changes: { next } }
  return commitSnapshot(newest, async (ids, keep) => {
    const manifests: ManifestFile[] = []
    if (next.add.length > 0) manifests.push(await keep(await addingManifest(newFiles(parts, next), ids)))
    const gone = new Set(next.remove.map((file) => parts.locations.get(file.key) ?? ''))
    for (const manifest of parts.manifests) {
      const isTouched = manifest.entries.some(({ data_file }) => gone.has(data_file.file_path))
      if (isTouched) manifests.push(await keep(await thinnedManifest(manifest, gone, ids)))
      else if (manifest.entries.length > 0) manifests.push(manifest.file)
    }
    return manifests
  })
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
