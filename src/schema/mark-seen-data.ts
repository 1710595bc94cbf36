import type { Schema, Table } from './stored.ts'

/**
 * The schema after a run in which the named tables got rows (or an empty file that creates or empties them): they count
 * as loaded from now on, and the leave of a new table to grow against its contract has ended.
 */
export function markSeenData(schema: Schema, tables: Iterable<string>): Schema {
  const changed = new Map(schema.tables)
  for (const name of tables) {
    const table = changed.get(name)
    if (table) changed.set(name, marked(table))
  }
  return { ...schema, tables: changed }
}

/** Whether rows of the table were loaded before. */
export function hasSeenData(table: Table): boolean {
  return table['x-normalizer']?.['seen-data'] === true
}

function marked(table: Table): Table {
  const { 'evolve-columns-once': _once, ...rest } = table['x-normalizer'] ?? {}
  return { ...table, 'x-normalizer': 'seen-data' in rest ? rest : { ...rest, 'seen-data': true } }
}
