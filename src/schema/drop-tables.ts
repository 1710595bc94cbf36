import { SchemaError } from '../errors/tolva-error.ts'
import { withoutPropagation } from './propagation.ts'
import type { Schema } from './stored.ts'
import { chainOf } from './table-chain.ts'

/**
 * The schema without the named tables.
 * @throws SchemaError `orphaned_tables` where a nested table of a dropped one is not named too.
 */
export function dropTables(schema: Schema, names: readonly string[]): Schema {
  const dropped = new Set(names)
  const orphans = names
    .flatMap((name) => chainOf(schema.tables, name))
    .filter((table) => !dropped.has(table.name))
    .map((table) => table.name)
  if (orphans.length > 0) {
    throw new SchemaError(`dropping ${names.join(', ')} would leave ${orphans.join(', ')} without a parent`, {
      code: 'orphaned_tables',
      hint: 'Drop the nested tables too.',
    })
  }
  const tables = new Map([...schema.tables].filter(([name]) => !dropped.has(name)))
  return names.reduce(withoutPropagation, { ...schema, tables })
}
