import { SchemaError } from '../errors/tolva-error.ts'
import type { NamingConvention } from '../naming/naming-convention.ts'
import { type MergeOptions, mergeTable } from './merge-table.ts'
import { propagateRootKey } from './propagation.ts'
import type { Schema, Table } from './stored.ts'

/**
 * The schema with `partial` added or merged in; root keys are propagated where the change asks for it. Identifiers must
 * be normalized already. The version is left alone: see `bumpVersion`.
 * @throws SchemaError `unknown_parent` where a nested table comes before its parent; those of `mergeTable`.
 */
export function updateTable(
  schema: Schema,
  partial: Table,
  options: MergeOptions & { readonly naming: NamingConvention },
): Schema {
  if (partial.parent && !schema.tables.has(partial.parent)) {
    throw new SchemaError(`table ${partial.name} hangs on ${partial.parent}, which is not in schema ${schema.name}`, {
      code: 'unknown_parent',
      hint: 'Give hints for every table between the root and a hinted nested table.',
      context: { table: partial.name },
    })
  }
  const existing = schema.tables.get(partial.name)
  const tables = new Map(schema.tables)
  tables.set(partial.name, existing ? mergeTable(existing, partial, options) : partial)
  return propagateRootKey({ ...schema, tables }, partial.name, options.naming)
}
