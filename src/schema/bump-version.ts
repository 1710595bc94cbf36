import type { Schema } from './stored.ts'
import { versionHash } from './version-hash.ts'

const MAX_PREVIOUS = 10

/**
 * The schema as it is saved: its hash computed and, where that changed, its version raised by one and the old hash put in
 * front of the previous ones (at most 10). A schema that was never saved becomes version 1.
 */
export function bumpVersion(schema: Schema): Schema {
  const hash = versionHash(schema)
  if (!schema.version_hash) return { ...schema, version: schema.version || 1, version_hash: hash }
  if (hash === schema.version_hash) return schema
  return {
    ...withPreviousHash(schema, schema.version_hash),
    version: schema.version + 1,
    version_hash: hash,
  }
}

/** Whether the schema says something else than when it was last saved, or never was saved. */
export function isModified(schema: Schema): boolean {
  return versionHash(schema) !== schema.version_hash
}

/**
 * `next` in the place of `live`, with the hash of what it replaces among its previous hashes. Version and hash are not
 * raised: that is done once, by `bumpVersion`, when the schema is saved.
 */
export function replaceContent(live: Schema, next: Schema): Schema {
  const liveHash = versionHash(live)
  const nextHash = versionHash(next)
  const own = next.version_hash && next.version_hash !== nextHash ? withPreviousHash(next, next.version_hash) : next
  return nextHash === liveHash ? own : withPreviousHash(own, liveHash)
}

function withPreviousHash(schema: Schema, hash: string): Schema {
  if (schema.previous_hashes.includes(hash)) return schema
  return { ...schema, previous_hashes: [hash, ...schema.previous_hashes].slice(0, MAX_PREVIOUS) }
}
