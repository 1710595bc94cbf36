import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'
import { EXACT, entriesOf } from './exact-json.ts'
import { writeJson } from './json-writer.ts'
import { Timestamp } from './kinds.ts'
import { typedJson } from './typed-json.ts'
import { typedText } from './typed-text.ts'

const ROW_ID_BYTES = 10
const BOUNDARY_BYTES = 9
const LEGACY_BOUNDARY_BYTES = 15

/** Base64, without padding, of the first `length` bytes of SHAKE-128 over a text (as UTF-8) or bytes. */
export function shake128Base64(data: string | Uint8Array, length: number): string {
  return createHash('shake128', { outputLength: length }).update(data).digest('base64').replace(/=+$/, '')
}

/** Base64, with padding, of SHA3-256 over a text (as UTF-8) or bytes. */
export function sha3Base64(data: string | Uint8Array): string {
  return createHash('sha3-256').update(data).digest('base64')
}

/** The `_dlt_id` of a nested row: 14 characters that follow from its parent's id, its table's name and its place in the list. */
export function childRowId(parentId: string, table: string, index: number): string {
  return shake128Base64(`${parentId}_${table}_${index}`, ROW_ID_BYTES)
}

/**
 * The content hash of a row: 14 characters over its fields as the source gave them, without top-level names that start with `_dlt`.
 * Typed values count with their type markers, as in a pipeline of dlt; `plain` leaves the markers out, as dlt's function does by itself.
 */
export function rowHash(row: object, options: { readonly plain?: boolean } = {}): string {
  return hashFields(
    row,
    entriesOf(row).filter(([key]) => !key.startsWith('_dlt')),
    options.plain === true,
  )
}

/** The hash of a row's key: as `rowHash`, over the named fields only, none of which may be absent (the caller checks). */
export function keyHash(row: object, keys: readonly string[]): string {
  const wanted = new Set(keys)
  return hashFields(
    row,
    entriesOf(row).filter(([key]) => wanted.has(key)),
    false,
  )
}

function hashFields(row: object, fields: (readonly [string, unknown])[], plain: boolean): string {
  // a Map has room for any key; the floats are known by key, so they can be carried over as they are
  const kept = Object.assign(new Map(fields), EXACT in row ? { [EXACT]: row[EXACT] } : {})
  return shake128Base64(plain ? canonicalJson(kept) : typedJson(kept, { sorted: true }), ROW_ID_BYTES)
}

const INSTANTS = {
  sorted: true,
  typed: (value: Parameters<typeof typedText>[0]) =>
    value instanceof Timestamp ? String(value.micros) : `"${typedText(value)}"`,
}

const LEGACY = {
  sorted: true,
  typed: (value: Parameters<typeof typedText>[0]) => `"${typedText(value).replace(/\+00:00$/, 'Z')}"`,
}

/** The hash (12 characters) by which an incremental cursor knows a row at its boundary: over its key value, list of key values, or whole row. */
export function incrementalHash(value: unknown): string {
  return shake128Base64(writeJson(value, INSTANTS), BOUNDARY_BYTES)
}

/** The same as dlt wrote it before 1.29 (20 characters): state that has such hashes is still understood. */
export function legacyIncrementalHash(value: unknown): string {
  return shake128Base64(writeJson(value, LEGACY), LEGACY_BOUNDARY_BYTES)
}
