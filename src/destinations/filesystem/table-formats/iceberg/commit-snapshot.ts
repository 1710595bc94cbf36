import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { TablePlace } from '../table-format.ts'
import type { ManifestFile } from './manifests.ts'
import type { IcebergMetadata } from './metadata.ts'
import { formatMetadata } from './metadata-text.ts'
import { type MadeSnapshot, nextMetadata } from './next-metadata.ts'
import { type ManifestBody, manifestList, type SnapshotIds } from './write-manifests.ts'

/** A table that is to get a snapshot. */
export interface Newest {
  readonly place: TablePlace
  readonly table: string
  /** Key of its metadata file; undefined: there is none yet. */
  readonly key: string | undefined
  readonly metadata: IcebergMetadata
  readonly changes: MadeSnapshot
}

/** Puts a new manifest into the bucket. */
export type KeepManifest = (manifest: ManifestBody) => Promise<ManifestFile>

/** Adds a snapshot of these manifests. false: another writer was faster; then nothing of it is left. */
export async function commitSnapshot(
  { place, table, key, metadata, changes }: Newest,
  manifestsOf: (ids: SnapshotIds, keep: KeepManifest) => Promise<readonly ManifestFile[]>,
): Promise<boolean> {
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
  const manifests = await manifestsOf(ids, async ({ body, counts }) => {
    const path = await put(`${commitId}-m${written.length}.avro`, body)
    return { ...counts, manifest_path: path, manifest_length: BigInt(body.length) }
  })
  const list = await put(`snap-${ids.id}-0-${commitId}.avro`, await manifestList(manifests, ids))
  const next = nextMetadata(metadata, { ids, list, changes, key, now: place.context.now() })
  const name = metadataName(key)
  if (await storage.putIfAbsent(`${folder}${name}`, formatMetadata(next))) {
    if (await isNewest(place, table, name)) return true
    written.push(`${folder}${name}`)
  }
  for (const one of written) await storage.delete(one)
  return false
}

/** Writers of another kind choose names by chance: of two with one number the last by name is what all go on with. */
async function isNewest(place: TablePlace, table: string, name: string): Promise<boolean> {
  const keys = await place.bucket.storage.list(`${place.folderOf(table)}metadata/${name.slice(0, 5)}`)
  const all = keys.filter((key) => key.endsWith('.metadata.json')).sort()
  return all.at(-1)?.endsWith(name) ?? false
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
