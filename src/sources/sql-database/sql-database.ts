import type { Resource, Source } from '../../contracts/resource.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { SqlCredentials } from './credentials.ts'
import { openDatabase } from './open-database.ts'
import type { SqlDatabaseOptions, TableOptions } from './options.ts'
import { readTable } from './read-table.ts'
import type { ReflectedTable } from './reflected.ts'
import { resolveSqlCredentials } from './resolve-credentials.ts'
import { type Settings, sqlSettings } from './sql-settings.ts'
import { tableHints } from './table-hints.ts'

/**
 * Tables of a database, a resource each. What is not given is looked up under `[sources.sql_database]`: `credentials`, `schema`,
 * `table_names`, `chunk_size`, `reflection_level`, `backend`, `include_views`.
 *
 * @example
 * const shop = sqlDatabase({ schema: 'public', tableNames: ['orders', 'customers'] })
 * await shopPipeline.run(shop)
 */
export function sqlDatabase<const Tables extends string = string>(
  options: SqlDatabaseOptions<Tables> = {},
): Source<string, Tables> {
  return sourceOf(options, undefined)
}

function sourceOf(options: SqlDatabaseOptions, picked: readonly string[] | undefined): Source {
  const { name = 'sql_database' } = options
  return {
    kind: 'source',
    name,
    hints: {},
    pick: (...names) => sourceOf(options, names),
    async resources(reader, select) {
      const settings = await sqlSettings(options, { reader, name })
      // Only what is wanted is looked at: a schema may have thousands of tables.
      const names = picked ?? settings.tableNames ?? select
      const credentials = await resolveSqlCredentials(options.credentials, { reader, sections: ['sources', name] })
      if (reader.asksOnly) return []
      const tables = await reflected(credentials, { settings, names })
      refuseUnknown(tables, names ?? Object.keys(options.tables ?? {}), settings.schema)
      return tables.map((table) => resourceOf(table, options.tables?.[table.name] ?? {}, { settings, credentials }))
    },
  }
}

interface Wanted {
  readonly settings: Settings
  readonly names: readonly string[] | undefined
}

async function reflected(credentials: SqlCredentials, { settings, names }: Wanted): Promise<readonly ReflectedTable[]> {
  await using database = await openDatabase(credentials)
  const { schema, includeViews } = settings
  const tables = await database.tables({ schema, names, includeViews })
  if (names === undefined) return tables
  return names.flatMap((name) => tables.filter((table) => table.name === name))
}

/** A reflected table as a resource. */
function resourceOf(
  table: ReflectedTable,
  options: TableOptions,
  { settings, credentials }: { readonly settings: Settings; readonly credentials: SqlCredentials },
): Resource {
  const { reflectionLevel: level, backend, chunkSize } = settings
  const chosen = { ...table, columns: chosenColumns(table, options) }
  return readTable({
    name: table.name,
    table: chosen,
    hints: tableHints(chosen, level, options),
    options,
    chunkSize,
    addDltId: backend === 'sqlalchemy',
    // Without types, lists and objects become tables of their own, as in dlt.
    asRows: level === 'minimal',
    open: () => openDatabase(credentials),
  })
}

/** @throws ConfigError `unknown_column`. */
function chosenColumns({ name, columns }: ReflectedTable, { includedColumns, excludedColumns = [] }: TableOptions) {
  const known = columns.map((column) => column.name)
  const unknown = [...(includedColumns ?? []), ...excludedColumns].find((column) => !known.includes(column))
  if (unknown !== undefined) {
    throw new ConfigError(`table ${name} has no column ${unknown}`, {
      code: 'unknown_column',
      hint: `Its columns: ${known.join(', ')}.`,
      context: { table: name, column: unknown },
    })
  }
  return columns.filter(
    (column) => (includedColumns?.includes(column.name) ?? true) && !excludedColumns.includes(column.name),
  )
}

function refuseUnknown(tables: readonly ReflectedTable[], names: readonly string[], schema: string | undefined): void {
  const unknown = names.filter((name) => !tables.some((table) => table.name === name))
  if (unknown.length === 0) return
  const where = schema === undefined ? 'the default schema' : `schema ${schema}`
  throw new ConfigError(`there is no table or view ${unknown.join(', ')} in ${where}`, {
    code: 'unknown_table',
    hint: 'Check the name, its upper and lower case, the schema, and what the user may see.',
    context: { table: unknown[0] },
  })
}
