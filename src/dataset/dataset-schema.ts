import { suggestion } from '../errors/near-names.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import type { Schema, Table } from '../schema/stored.ts'

/** The schemas of a dataset by name. */
export type Schemas = ReadonlyMap<string, Schema>

/** Tables that exist or may exist at the destination: those with at least one complete column. Nested ones stand behind their roots. */
export function datasetTables(schemas: Schemas, options: { readonly systemTables?: boolean } = {}): readonly string[] {
  const names = [...schemas.values()].flatMap((schema) =>
    [...schema.tables.values()].filter(hasColumns).map(({ name }) => name),
  )
  return [...new Set(names)].filter((name) => options.systemTables || !isSystemTable(name))
}

/** @throws ConfigError code `unknown_table` naming near ones. */
export function findTable(schemas: Schemas, name: string): Table {
  for (const schema of schemas.values()) {
    const table = schema.tables.get(name)
    if (table !== undefined && hasColumns(table)) return table
  }
  const known = datasetTables(schemas)
  throw new ConfigError(`there is no table ${name} in this dataset`, {
    code: 'unknown_table',
    hint:
      known.length > 0
        ? suggestion(name, known)
        : 'None of its tables is known, here or there: run the pipeline first; if it ran elsewhere, check its name, destination and dataset.',
    context: { table: name },
  })
}

/** @throws ConfigError code `unknown_column` naming near ones. */
export function checkColumn(table: Table, name: string): void {
  if (table.columns.get(name)?.data_type !== undefined) return
  const known = [...table.columns.values()].filter((column) => column.data_type !== undefined)
  throw new ConfigError(`table ${table.name} has no column ${name}`, {
    code: 'unknown_column',
    hint: suggestion(
      name,
      known.map((column) => column.name),
    ),
    context: { table: table.name, column: name },
  })
}

function hasColumns(table: Table): boolean {
  return [...table.columns.values()].some((column) => column.data_type !== undefined)
}

function isSystemTable(name: string): boolean {
  return name.toLowerCase().startsWith('_dlt_')
}
