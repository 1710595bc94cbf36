import { parseExact } from '../../../src/values/exact-json.ts'
import { differences } from './difference.ts'
import type { RunSnapshot } from './snapshot.ts'

/** The local schemas of all runs by their hash. A hash that comes back, after a drop, comes with another version. */
export type KnownSchemas = ReadonlyMap<string, readonly unknown[]>

const EQUAL = '<json, equals schemas[..]>'

/** Replaces each schema text in `_dlt_version` by the cases' sign that it equals the local schema of that hash, or by the difference. */
export function schemaTexts(tables: RunSnapshot['tables'], local: KnownSchemas): RunSnapshot['tables'] {
  return Object.fromEntries(
    Object.entries(tables).map(([name, table]) => {
      const rows = table.rows.map((row) =>
        typeof row.schema === 'string' ? { ...row, schema: verdict(row, local) } : row,
      )
      return [name, /^_?dlt_version$/i.test(name) ? { ...table, rows } : table]
    }),
  )
}

function verdict(row: Readonly<Record<string, unknown>>, local: KnownSchemas): string {
  const stored = parseExact(new TextEncoder().encode(String(row.schema)))
  if (typeof stored !== 'object' || stored === null || !('version_hash' in stored) || !('name' in stored))
    return 'no schema'
  if (stored.version_hash !== row.version_hash || stored.name !== row.schema_name) return 'another schema'
  const known = local.get(String(row.version_hash)) ?? []
  const found = known.map((schema) => differences(schema, stored, 'schema', 1)[0] ?? EQUAL)
  return found.length === 0 || found.includes(EQUAL) ? EQUAL : String(found.at(-1))
}

/** The schemas that runs left behind. */
export function knownSchemas(runs: readonly Pick<RunSnapshot, 'schemas'>[]): KnownSchemas {
  const schemas = runs.flatMap((run) => Object.values(run.schemas)).filter(isHashed)
  return Map.groupBy(schemas, (schema) => String(schema.version_hash))
}

function isHashed(schema: unknown): schema is { readonly version_hash: unknown } {
  return typeof schema === 'object' && schema !== null && 'version_hash' in schema
}
