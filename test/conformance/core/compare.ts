import { entriesOf } from '../../../src/values/exact-json.ts'
import { differences, short } from './difference.ts'
import { nestedIdDifferences } from './nested-ids.ts'
import type { RunSnapshot, TableSnapshot } from './snapshot.ts'
import { sortHashes } from './sort-hashes.ts'
import { canonicalTables, isSystemTable, literalIds, rowText } from './symbolize.ts'

const RANDOM_ID = /^[A-Za-z0-9+/]{14}$/

/** What differs between the recorded outcome of a run and ours, in the parts that the cases compare; empty: nothing. */
export function compareRun(recorded: RunSnapshot, actual: RunSnapshot): string[] {
  const found = compareErrors(recorded, actual)
  if (found.length > 0) return found
  const failed = recorded.error !== null
  // A failed run's local schemas are the original's affair; its row counts are only when a package was made.
  if (!failed) found.push(...compareSchemas(recorded.schemas, actual.schemas))
  found.push(...compareTables(recorded.tables, actual.tables))
  found.push(...differences(sortHashes(recorded.state), sortHashes(actual.state), 'state'))
  if (!failed || recorded.error?.step === 'load') {
    found.push(...differences(recorded.rowCounts, actual.rowCounts, 'row_counts'))
  }
  if (Object.keys(recorded.exported).length > 0) {
    found.push(...differences(recorded.exported, actual.exported, 'exported'))
  }
  return found
}

function compareErrors(recorded: RunSnapshot, actual: RunSnapshot): string[] {
  const left = recorded.error
  const right = actual.error
  if (left === null)
    return right === null ? [] : [`error: none recorded, now ${right.kind} in ${right.step}: ${right.text}`]
  if (right === null) return [`error: recorded ${left.kind} in ${left.step}, none now`]
  if (left.kind === right.kind && (left.step === right.step || left.step === null)) return []
  return [`error: recorded ${left.kind} in ${left.step}, now ${right.kind} in ${right.step}: ${right.text}`]
}

function compareSchemas(recorded: RunSnapshot['schemas'], actual: RunSnapshot['schemas']): string[] {
  const found = differences(Object.keys(recorded).sort(), Object.keys(actual).sort(), 'schemas')
  for (const [name, schema] of Object.entries(recorded)) {
    if (actual[name] === undefined) continue
    // Column order first: it is hashed, and the hash alone says little.
    found.push(...differences(columnOrders(schema), columnOrders(actual[name]), `schemas.${name}.column order`))
    found.push(...differences(schema, actual[name], `schemas.${name}`))
  }
  return found
}

function columnOrders(schema: unknown): Record<string, string[]> {
  const tables = property(schema, 'tables')
  if (!isRecord(tables)) return {}
  return Object.fromEntries(
    Object.entries(tables).map(([name, table]) => {
      const columns = property(table, 'columns')
      return [name, isRecord(columns) ? entriesOf(columns).map(([column]) => column) : []]
    }),
  )
}

/** Compares datasets: tables, their columns in order with types and nullability, rows up to a renaming of random ids. */
export function compareTables(recorded: RunSnapshot['tables'], actual: RunSnapshot['tables']): string[] {
  const found = differences(Object.keys(recorded).sort(), Object.keys(actual).sort(), 'tables')
  const literals = literalIds(recorded)
  const left = canonicalTables(recorded, literals)
  const right = canonicalTables(maskStateHash(recorded, actual), literals)
  for (const [name, table] of Object.entries(left)) {
    const other = right[name]
    if (other === undefined) continue
    found.push(...differences(table.columns, other.columns, `tables.${name}.columns`))
    found.push(...compareRows(name, table, other))
  }
  for (const [name, { rows }] of Object.entries(actual)) {
    if (isSystemTable(name)) continue
    for (const { _dlt_id: id } of rows) {
      if (typeof id === 'string' && !id.startsWith('@') && !literals.has(id) && !RANDOM_ID.test(id))
        found.push(`tables.${name}: _dlt_id ${short(id)} is not 10 bytes in base64`)
    }
  }
  found.push(...nestedIdDifferences(actual))
  return found
}

function compareRows(name: string, recorded: TableSnapshot, actual: TableSnapshot): string[] {
  const left = recorded.rows.map(rowText)
  const right = actual.rows.map(rowText)
  const missing = leftOver(left, right)
  const extra = leftOver(right, left)
  if (missing.length === 0 && extra.length === 0) return []
  return [
    `tables.${name}.rows: ${recorded.rows.length} recorded, ${actual.rows.length} now; first missing ${short(missing[0])}, first extra ${short(extra[0])}`,
  ]
}

function leftOver(rows: readonly string[], others: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const other of others) counts.set(other, (counts.get(other) ?? 0) + 1)
  return rows.filter((row) => {
    const count = counts.get(row) ?? 0
    counts.set(row, count - 1)
    return count <= 0
  })
}

/** Where the original's state hash depends on the order of a Python set, ours may be anything. */
function maskStateHash(recorded: RunSnapshot['tables'], actual: RunSnapshot['tables']): RunSnapshot['tables'] {
  return Object.fromEntries(
    Object.entries(actual).map(([name, table]) => {
      const hashes = recorded[name]?.rows.map((row) => row.version_hash) ?? []
      if (!hashes.includes('@state_hash')) return [name, table]
      const rows = table.rows.map((row) =>
        hashes.includes(row.version_hash) ? row : { ...row, version_hash: '@state_hash' },
      )
      return [name, { ...table, rows }]
    }),
  )
}

function property(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
