import { SourceError } from '../../errors/tolva-error.ts'
import { incrementalHash, legacyIncrementalHash } from '../../values/digest.ts'
import type { Value } from '../../values/kinds.ts'
import { exactValue } from './exact-value.ts'

/** The rows at the cursor's last value, by their hashes: the source may give them again in the next run. */
export interface Boundary {
  /** Whether an earlier run has loaded this row. */
  wasLoaded(row: unknown): boolean
  /** The last value has moved on, to that of this row. */
  restart(row: unknown): void
  /** One more row at the last value. */
  add(row: unknown): void
  /** Of all rows at the last value, sorted. */
  hashes(): readonly string[]
}

/** Length of a hash that dlt wrote before 1.29. */
const LEGACY_LENGTH = 20

/**
 * @param stored Hashes of the state. Those of an older dlt stay in their form until the last value moves on.
 * @param key Fields by which a row is known; a single name and a list of one name give different hashes, as in dlt.
 *   undefined: all of the row.
 * @param current Hashes at the value that the cursor has by now, where an earlier part of the run has moved it on.
 */
export function openBoundary(
  stored: readonly string[],
  key: string | readonly string[] | undefined,
  resource: string,
  current: readonly string[] = stored,
): Boundary {
  const start = new Set(stored)
  const startIsLegacy = stored.some((hash) => hash.length === LEGACY_LENGTH)
  const hash = (row: unknown, legacy: boolean) =>
    (legacy ? legacyIncrementalHash : incrementalHash)(key === undefined ? row : keyOf(row, key, resource))
  let legacy = startIsLegacy
  let known = new Set(current)
  let rows: unknown[] = []
  let sorted: readonly string[] | undefined
  return {
    wasLoaded: (row) => start.size > 0 && start.has(hash(row, startIsLegacy)),
    restart(row) {
      rows = [row]
      known = new Set()
      legacy = false
    },
    add(row) {
      rows.push(row)
    },
    hashes() {
      if (rows.length === 0 && sorted) return sorted
      for (const row of rows) known.add(hash(row, legacy))
      rows = []
      sorted = [...known].sort()
      return sorted
    },
  }
}

function keyOf(row: unknown, key: string | readonly string[], resource: string): Value | readonly Value[] {
  return typeof key === 'string' ? keyField(row, key, resource) : key.map((name) => keyField(row, name, resource))
}

function keyField(row: unknown, name: string, resource: string): Value {
  const value = exactValue(row, name)
  if (value !== undefined) return value
  throw new SourceError(`A row of ${resource} has no ${name}, which is its primary key.`, {
    code: 'key_missing',
    hint: 'Name fields as the source does, in primaryKey of the resource or of its incremental.',
    context: { resource },
  })
}
