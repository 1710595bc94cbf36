import type { NamingConvention } from '../naming/naming-convention.ts'
import { isDefaultProp } from './column-props.ts'
import { isJsonObject } from './json-object.ts'
import type { Column, Json, Table } from './stored.ts'

/** A table's name through the convention, whose path rules for tables may differ from those for columns. */
export function normalizeTableName(name: string, naming: NamingConvention): string {
  return naming.normalizeTablesPath(name)
}

/**
 * The table with its name, parent, columns and references through the naming convention. Columns that collide are
 * merged, the later one over the earlier; the resource's name stays as it is.
 */
export function normalizeTable(table: Table, naming: NamingConvention): Table {
  return {
    ...table,
    name: normalizeTableName(table.name, naming),
    ...(table.parent ? { parent: normalizeTableName(table.parent, naming) } : {}),
    columns: normalizeColumns(table.columns, naming),
    ...(Array.isArray(table.references) && table.references.length > 0
      ? { references: normalizeReferences(table.references, naming) }
      : {}),
  }
}

function normalizeColumns(columns: ReadonlyMap<string, Column>, naming: NamingConvention): ReadonlyMap<string, Column> {
  const result = new Map<string, Column>()
  for (const column of columns.values()) {
    const name = naming.normalizePath(column.name)
    const earlier = result.get(name)
    result.set(name, earlier ? { ...earlier, ...withoutDefaults(column), name } : { ...column, name })
  }
  return result
}

function withoutDefaults(column: Column): Partial<Column> {
  return Object.fromEntries(Object.entries(column).filter(([prop, value]) => !isDefaultProp(prop, value)))
}

function normalizeReferences(references: readonly Json[], naming: NamingConvention): readonly Json[] {
  const byTable = new Map<string, Json>()
  for (const reference of references) {
    if (!isJsonObject(reference)) continue
    const target = normalizeTableName(String(reference.referenced_table), naming)
    byTable.set(target, {
      ...reference,
      referenced_table: target,
      columns: normalizeNames(reference.columns, naming),
      referenced_columns: normalizeNames(reference.referenced_columns, naming),
    })
  }
  return [...byTable.values()]
}

function normalizeNames(names: Json | undefined, naming: NamingConvention): readonly string[] {
  return Array.isArray(names) ? names.map((name) => naming.normalizePath(String(name))) : []
}
