import { canonicalJson } from '../values/canonical-json.ts'
import { sha3Base64 } from '../values/digest.ts'
import type { Schema } from './stored.ts'

/**
 * The hash of what a schema says, base64 of SHA3-256 (44 characters): independent of the order of tables and keys, but
 * not of the order of columns. Version, hashes and import hash are left out.
 */
export function versionHash(schema: Schema): string {
  const tables = [...schema.tables.values()].sort((a, b) => compareCodePoints(a.name, b.name))
  const content = canonicalJson({
    engine_version: schema.engine_version,
    name: schema.name,
    ...(schema.description ? { description: schema.description } : {}),
    settings: schema.settings,
    normalizers: schema.normalizers,
    tables: new Map(tables.map((table) => [table.name, table])),
  })
  const names = tables.map((table) => table.name + [...table.columns.keys()].join(''))
  return sha3Base64(content + names.join(''))
}

function compareCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
