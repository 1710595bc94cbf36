import type { NamingConvention } from '../naming/naming-convention.ts'
import { isNewTable } from './column-props.ts'
import { applyContract, type ContractFilter, contractOf } from './contract.ts'
import type { Schema, Table } from './stored.ts'
import { updateTable } from './update-table.ts'

/** A schema with hints merged in, and what a contract keeps out. */
export interface HintedSchema {
  readonly schema: Schema
  /** Per table: filters that hold for its rows. A filter of entity `tables` keeps the whole table out. */
  readonly filters: ReadonlyMap<string, readonly ContractFilter[]>
}

/**
 * Merges the tables that a resource hints, root first, under their contracts. Hinted keys replace stored ones. A new
 * table whose columns are frozen may grow in its first run.
 * @param tables Normalized.
 * @throws SchemaError of `applyContract` and `updateTable`.
 */
export function mergeHints(
  schema: Schema,
  tables: readonly Table[],
  options: { readonly naming: NamingConvention },
): HintedSchema {
  const filters = new Map<string, readonly ContractFilter[]>()
  let result = schema
  for (const table of tables) {
    const contract = contractOf(result, table.name, { ...options, added: table })
    const growOnce = contract.columns !== 'evolve' && isNewTable(result.tables, table.name)
    const hinted = growOnce
      ? { ...table, 'x-normalizer': { ...table['x-normalizer'], 'evolve-columns-once': true } }
      : table
    const allowed = applyContract(result, hinted, { ...options, contract })
    if (allowed.filters.length > 0) filters.set(table.name, allowed.filters)
    if (allowed.table) {
      result = updateTable(result, allowed.table, { ...options, mergeCompoundProps: false })
    }
  }
  return { schema: result, filters }
}
