import type { NamingConvention } from '../naming/naming-convention.ts'
import { columnsWith } from './column-props.ts'
import { objectOf } from './json-object.ts'
import { mergeStrategyOf, ROOT_KEY_STRATEGIES } from './merge-strategy.ts'
import type { Schema, Table } from './stored.ts'
import { isSystemName } from './system-tables.ts'
import { chainOf, rootOf } from './table-chain.ts'

/**
 * The schema in which the root of table `name` hands its row key down to its nested tables, where that is asked for: by
 * a merge strategy that needs it, by the source's root key setting, or because a nested table has it already.
 */
export function propagateRootKey(schema: Schema, name: string, naming: NamingConvention): Schema {
  const root = rootOf(schema.tables, name)
  if (!needsRootKey(schema, root, naming)) return schema
  const rowKey = columnsWith(root, 'row_key', { incomplete: true })[0] ?? naming.normalizeIdentifier('_dlt_id')
  const json = objectOf(schema.normalizers.json)
  const config = objectOf(json.config)
  const propagation = objectOf(config.propagation)
  const tables = objectOf(propagation.tables)
  const mapping = { ...objectOf(tables[root.name]), [rowKey]: naming.normalizeIdentifier('_dlt_root_id') }
  const changed = { ...config, propagation: { ...propagation, tables: { ...tables, [root.name]: mapping } } }
  return { ...schema, normalizers: { ...schema.normalizers, json: { ...json, config: changed } } }
}

/**
 * Columns of a root's rows that its nested tables get, as source column → column in the nested tables. Roots that hand
 * down nothing give an empty object.
 */
export function propagatedColumns(schema: Schema, table: string): Readonly<Record<string, string>> {
  const propagation = objectOf(objectOf(objectOf(schema.normalizers.json).config).propagation)
  const isRoot = !schema.tables.get(table)?.parent
  const mapping = { ...(isRoot ? objectOf(propagation.root) : {}), ...objectOf(objectOf(propagation.tables)[table]) }
  return Object.fromEntries(Object.entries(mapping).map(([from, to]) => [from, String(to)]))
}

/** The schema without the root keys that table `name` hands down: it is dropped. */
export function withoutPropagation(schema: Schema, name: string): Schema {
  const json = objectOf(schema.normalizers.json)
  const config = objectOf(json.config)
  const propagation = objectOf(config.propagation)
  const tables = objectOf(propagation.tables)
  if (!(name in tables)) return schema
  const { [name]: _dropped, ...rest } = tables
  const changed = { ...config, propagation: { ...propagation, tables: rest } }
  return { ...schema, normalizers: { ...schema.normalizers, json: { ...json, config: changed } } }
}

function needsRootKey(schema: Schema, root: Table, naming: NamingConvention): boolean {
  const nested = chainOf(schema.tables, root.name)
  if (nested.some((table) => columnsWith(table, 'root_key', { incomplete: true }).length > 0)) return true
  if (isSystemName(root.name, naming)) return false
  const setting = objectOf(objectOf(schema.normalizers.json).config).root_key_propagation
  if (typeof setting === 'boolean') return setting
  const strategy = mergeStrategyOf(schema.tables, root)
  return strategy !== undefined && ROOT_KEY_STRATEGIES.has(strategy)
}
