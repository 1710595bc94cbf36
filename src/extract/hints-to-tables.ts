import type { Hints } from '../contracts/resource.ts'
import type { NamingConvention } from '../naming/naming-convention.ts'
import { columnsWith } from '../schema/column-props.ts'
import { isJsonObject } from '../schema/json-object.ts'
import { normalizeTable, normalizeTableName } from '../schema/normalize-table.ts'
import type { Column, Json, Table } from '../schema/stored.ts'
import { hintedColumns } from './column-hints.ts'
import { storedDisposition } from './disposition-hints.ts'
import { snakeCaseKeys } from './snake-case.ts'
import { storedContract } from './stored-contract.ts'

/** Whose hints they are. */
export interface HintTarget {
  readonly resource: string
  readonly naming: NamingConvention
  /** Table name of these rows; default that of the hints where it is a text, else the resource's name. */
  readonly table?: string
  /** A cursor that is a plain field: its column is marked incremental. */
  readonly cursorColumn?: string
  /** true: these hints belong to `table` only, a variant of the resource's own. */
  readonly variant?: boolean
}

type NestedHints = Omit<Hints, 'tableName' | 'nestedHints'>

/**
 * The tables that a resource hints, in stored form and normalized: its own, then the nested ones, shorter paths first. A
 * nested table with a key is a root of its own.
 * @throws ConfigError `unknown_hint`, `invalid_hint`, `invalid_disposition`.
 */
export function hintsToTables(hints: Hints, target: HintTarget): readonly Table[] {
  const hinted = typeof hints.tableName === 'string' ? hints.tableName : undefined
  const name = target.table ?? hinted ?? target.resource
  const own = tableOf(name, { ...hints, writeDisposition: hints.writeDisposition ?? 'append' }, target)
  const root = finished(own, target.resource, hints.parentTableName)
  const variant = target.variant ? { ...root, variant_name: name } : root
  const nested = Object.entries(hints.nestedHints ?? {})
    .map(([path, nestedHints]) => ({ path: path.split('.'), nestedHints }))
    .toSorted((a, b) => a.path.length - b.path.length)
    .map(({ path, nestedHints }) => nestedTable(name, path, { hints: nestedHints, target }))
  return [normalizeTable(variant, target.naming), ...nested]
}

function nestedTable(
  root: string,
  path: readonly string[],
  { hints, target }: { readonly hints: NestedHints; readonly target: HintTarget },
): Table {
  const { naming, resource } = target
  const full = [normalizeTableName(root, naming), ...path.map((part) => naming.normalizeTableIdentifier(part))]
  const table = tableOf(naming.shortenFragments(...full), hints, { naming, resource })
  const parent = hasKeys(table) ? undefined : naming.shortenFragments(...full.slice(0, -1))
  // dlt fills in the disposition of a nested root later, which counts a version of the schema: `fillDispositions`.
  const above = hints.parentTableName ?? parent
  return normalizeTable(above ? { ...table, parent: above } : { ...table, resource }, naming)
}

/** The table with dlt's key order: columns, contract, formats, references, disposition of a merge, name, `x-` hints. */
function tableOf(name: string, hints: NestedHints, target: HintTarget): Table {
  const columns = hintedColumns(hints)
  const disposition =
    hints.writeDisposition === undefined ? undefined : storedDisposition(hints.writeDisposition, columns)
  for (const column of disposition?.columns ?? []) columns.set(column.name, column)
  if (target.cursorColumn !== undefined) markCursor(columns, target.cursorColumn)
  const isMerge = disposition?.table.write_disposition === 'merge'
  return {
    columns,
    ...(isMerge ? {} : disposition?.table),
    ...(hints.schemaContract === undefined ? {} : { schema_contract: storedContract(hints.schemaContract) }),
    ...(hints.tableFormat === undefined ? {} : { table_format: hints.tableFormat }),
    ...(hints.fileFormat === undefined ? {} : { file_format: hints.fileFormat }),
    ...(hints.references === undefined ? {} : { references: referencesOf(hints.references) }),
    ...(hints.maxTableNesting === undefined ? {} : { 'x-normalizer': { max_nesting: hints.maxTableNesting } }),
    ...(isMerge ? disposition.table : {}),
    name,
    ...extensionsOf(hints),
  }
}

function finished(table: Table, resource: string, parent: string | undefined): Table {
  if (parent) return { ...table, parent }
  return { ...table, write_disposition: table.write_disposition ?? 'append', resource }
}

function hasKeys(table: Table): boolean {
  const options = { incomplete: true }
  return columnsWith(table, 'primary_key', options).length > 0 || columnsWith(table, 'merge_key', options).length > 0
}

function markCursor(columns: Map<string, Column>, name: string): void {
  columns.set(name, { ...(columns.get(name) ?? { name }), incremental: true })
}

function referencesOf(references: Json): Json {
  return Array.isArray(references) ? references.filter(isJsonObject).map(snakeCaseKeys) : []
}

function extensionsOf(hints: NestedHints): Readonly<Record<`x-${string}`, Json>> {
  const result: Record<`x-${string}`, Json> = {}
  for (const key of Object.keys(hints)) {
    if (!isExtension(key)) continue
    const value = hints[key]
    if (value !== undefined) result[key] = value
  }
  return result
}

function isExtension(key: string): key is `x-${string}` {
  return key.startsWith('x-')
}
