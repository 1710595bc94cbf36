import type { NamingConvention } from '../naming/naming-convention.ts'
import { defaultHints } from './create-schema.ts'
import { objectOf } from './json-object.ts'
import { mergeTable } from './merge-table.ts'
import { propagateRootKey } from './propagation.ts'
import type { Json, Schema, Table } from './stored.ts'
import { chainOf, isNested } from './table-chain.ts'

const KEPT_NORMALIZERS = ['use_break_path_on_normalize', 'allow_identifier_change_on_table_with_data'] as const

/**
 * The stored schema of a source at the start of a run: settings and normalizers are those that the source declares now,
 * its tables are merged in, and root keys are propagated anew. Version and hashes stay the stored ones.
 */
export function updateSchema(stored: Schema, source: Schema, naming: NamingConvention): Schema {
  const kept = Object.fromEntries(
    KEPT_NORMALIZERS.filter((key) => key in stored.normalizers && !(key in source.normalizers)).map((key) => [
      key,
      stored.normalizers[key],
    ]),
  )
  const tables = new Map(stored.tables)
  for (const table of parentsFirst(source)) {
    const existing = tables.get(table.name)
    tables.set(table.name, existing ? mergeTable(existing, table) : table)
  }
  const updated: Schema = {
    ...stored,
    tables,
    settings: { ...source.settings, default_hints: withDefaults(source.settings.default_hints, naming) },
    normalizers: { ...source.normalizers, ...kept },
  }
  return [...tables.keys()].reduce((schema, name) => propagateRootKey(schema, name, naming), updated)
}

function parentsFirst(schema: Schema): readonly Table[] {
  return [...schema.tables.values()]
    .filter((table) => !isNested(table))
    .flatMap((table) => chainOf(schema.tables, table.name))
}

function withDefaults(hints: Json | undefined, naming: NamingConvention): Json {
  const result: Record<string, Json | undefined> = { ...objectOf(hints) }
  for (const [hint, columns] of Object.entries(defaultHints(naming))) {
    const present = result[hint]
    const names = Array.isArray(present) ? present : []
    result[hint] = [...names, ...columns.filter((column) => !names.includes(column))]
  }
  return result
}
