import { z } from 'zod'
import type { Source } from '../../contracts/resource.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { camelKeys, checked, declaredHints } from '../declared-hints.ts'
import { parseSqlCredentials } from './credentials.ts'
import type { SqlDatabaseOptions, TableOptions } from './options.ts'
import { sqlDatabase } from './sql-database.ts'

const Names = z.array(z.string().min(1))
const Rows = z.number().int().positive()

const Table = z.strictObject({
  name: z.string().min(1),
  included_columns: Names.optional(),
  excluded_columns: Names.optional(),
  query: z.string().optional(),
  chunk_size: Rows.optional(),
  resumable: z.boolean().optional(),
  ...declaredHints,
})

const Declared = z.strictObject({
  credentials: z.string().optional(),
  schema: z.string().optional(),
  table_names: Names.optional(),
  tables: z.array(z.union([z.string().min(1), Table])).optional(),
  chunk_size: Rows.optional(),
  reflection_level: z.enum(['minimal', 'full', 'full_with_precision']).optional(),
  backend: z.enum(['sqlalchemy', 'pyarrow', 'pandas', 'connectorx']).optional(),
  include_views: z.boolean().optional(),
})

/**
 * The source of a YAML or JSON file with `type: sql_database`, in dlt's snake_case.
 * @throws ConfigError `invalid_config` with the place in the file, `secret_in_config`.
 */
export function declaredSource(name: string, declared: unknown): Source {
  const { tables = [], ...rest } = checked(Declared, declared)
  if (rest.credentials !== undefined && parseSqlCredentials(rest.credentials).password !== undefined) {
    throw new ConfigError('the credentials of a declared source hold a password', {
      code: 'secret_in_config',
      hint: `Move them to secrets.toml: [sources.${name}] credentials = "…"; a password that was committed should be replaced.`,
      context: { keys: ['credentials'] },
    })
  }
  const named = tables.map((table) => (typeof table === 'string' ? { name: table } : table))
  const options = named.map(({ name: table, ...own }) => [table, camelKeys(own)] as const)
  const config = camelKeys({ ...rest, ...(named.length > 0 && { table_names: named.map((table) => table.name) }) })
  return isOptions(config) ? sqlDatabase({ ...config, name, tables: tablesOf(options) }) : sqlDatabase({ name })
}

function tablesOf(options: readonly (readonly [string, unknown])[]): Readonly<Record<string, TableOptions>> {
  const tables: Record<string, TableOptions> = {}
  for (const [name, table] of options) if (isTable(table)) tables[name] = table
  return tables
}

/** What was checked in snake_case is this in camelCase. */
function isOptions(value: unknown): value is SqlDatabaseOptions {
  return typeof value === 'object' && value !== null
}

function isTable(value: unknown): value is TableOptions {
  return typeof value === 'object' && value !== null
}
