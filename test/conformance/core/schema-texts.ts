import { parseExact } from '../../../src/values/exact-json.ts'
import { differences } from './difference.ts'
import type { RunSnapshot } from './snapshot.ts'

const EQUAL = '<json, equals schemas[..]>'

/** Replaces each schema text in `_dlt_version` by the cases' sign that it equals the local schema of that hash, or by the difference. */
export function schemaTexts(tables: RunSnapshot['tables'], local: ReadonlyMap<string, unknown>): RunSnapshot['tables'] {
  return Object.fromEntries(
    Object.entries(tables).map(([name, table]) => {
      const rows = table.rows.map((row) =>
        typeof row.schema === 'string' ? { ...row, schema: verdict(row, local) } : row,
      )
      return [name, /^_?dlt_version$/i.test(name) ? { ...table, rows } : table]
    }),
  )
}

function verdict(row: Readonly<Record<string, unknown>>, local: ReadonlyMap<string, unknown>): string {
  const stored = parseExact(new TextEncoder().encode(String(row.schema)))
  if (typeof stored !== 'object' || stored === null || !('version_hash' in stored) || !('name' in stored))
    return 'no schema'
  if (stored.version_hash !== row.version_hash || stored.name !== row.schema_name) return 'another schema'
  const known = local.get(String(row.version_hash))
  return known === undefined ? EQUAL : (differences(known, stored, 'schema', 1)[0] ?? EQUAL)
}

/** The local schemas of all runs by their hash; the first of several with one hash, whose text was stored. */
export function knownSchemas(runs: readonly Pick<RunSnapshot, 'schemas'>[]): ReadonlyMap<string, unknown> {
  const known = new Map<string, unknown>()
  for (const schema of runs.flatMap(({ schemas }) => Object.values(schemas))) {
    if (typeof schema !== 'object' || schema === null || !('version_hash' in schema)) continue
    const hash = String(schema.version_hash)
    if (!known.has(hash)) known.set(hash, schema)
  }
  return known
}
