import type { ConfigReader } from '../../contracts/resource.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { Backend, SqlDatabaseOptions } from './options.ts'
import type { ReflectionLevel } from './reflected.ts'

/** How a database is read, with everything looked up. */
export interface Settings {
  readonly schema: string | undefined
  readonly tableNames: readonly string[] | undefined
  readonly chunkSize: number | undefined
  readonly reflectionLevel: ReflectionLevel
  readonly backend: Backend
  readonly includeViews: boolean
}

const LEVELS: readonly ReflectionLevel[] = ['minimal', 'full', 'full_with_precision']
const BACKENDS: readonly Backend[] = ['sqlalchemy', 'pyarrow', 'pandas', 'connectorx']

/**
 * Options as given, else in dlt's places.
 * @throws ConfigError `invalid_setting`.
 */
export async function sqlSettings(
  options: SqlDatabaseOptions,
  { reader, name }: { readonly reader: ConfigReader; readonly name: string },
): Promise<Settings> {
  const look = (field: string, type: 'text' | 'bigint' | 'bool' | 'json') =>
    reader.read({ sections: ['sources', name], field, secret: false, required: false, type })
  const schema = options.schema ?? (await look('schema', 'text'))
  const names: unknown = options.tableNames ?? (await look('table_names', 'json'))
  const chunkSize = options.chunkSize ?? (await look('chunk_size', 'bigint'))
  const level = options.reflectionLevel ?? (await look('reflection_level', 'text')) ?? 'full'
  const backend = options.backend ?? (await look('backend', 'text')) ?? 'sqlalchemy'
  const views = options.includeViews ?? (await look('include_views', 'bool')) ?? false
  return {
    schema: schema === undefined || schema === null ? undefined : String(schema),
    tableNames: Array.isArray(names) ? names.map(String) : undefined,
    chunkSize: chunkSize === undefined ? undefined : positive(Number(chunkSize)),
    reflectionLevel: oneOf(LEVELS, level, 'reflection_level'),
    backend: oneOf(BACKENDS, backend, 'backend'),
    includeViews: views === true,
  }
}

function positive(rows: number): number {
  if (Number.isSafeInteger(rows) && rows > 0) return rows
  throw new ConfigError(`chunk_size is ${rows}`, { code: 'invalid_setting', hint: 'Give a number of rows above 0.' })
}

function oneOf<T extends string>(known: readonly T[], value: unknown, setting: string): T {
  const found = known.find((one) => one === value)
  if (found !== undefined) return found
  throw new ConfigError(`${setting} is ${JSON.stringify(value)}`, {
    code: 'invalid_setting',
    hint: `Use ${known.join(', ')}.`,
  })
}
