import { createHash } from 'node:crypto'
import type { RunSnapshot } from './snapshot.ts'

/** Nested rows whose `_dlt_id` is not derived from their parent's id, their table and their place in the list. */
export function nestedIdDifferences(tables: RunSnapshot['tables']): string[] {
  const found: string[] = []
  for (const [table, { rows }] of Object.entries(tables)) {
    for (const row of rows) {
      const parent = row._dlt_parent_id
      const index = row._dlt_list_idx
      if (typeof parent !== 'string' || typeof index !== 'number' || parent.startsWith('@')) continue
      const derived = nestedId(parent, table, index)
      if (row._dlt_id !== derived) {
        found.push(
          `tables.${table}: _dlt_id ${String(row._dlt_id)} of item ${index} is not derived, should be ${derived}`,
        )
      }
    }
  }
  return found
}

/** `base64(shake128("<parent id>_<table>_<list index>", 10 bytes))` without padding. */
export function nestedId(parent: string, table: string, index: number): string {
  const digest = createHash('shake128', { outputLength: 10 }).update(`${parent}_${table}_${index}`)
  return digest.digest('base64').replace(/=+$/, '')
}
