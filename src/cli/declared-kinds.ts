import type { Source } from '../contracts/resource.ts'
import { ConfigError } from '../errors/tolva-error.ts'

type Declared = (name: string, config: unknown) => Source

const KINDS: Readonly<Record<string, () => Promise<{ readonly declaredSource: Declared }>>> = {
  rest_api: () => import('../sources/rest-api/declared-source.ts'),
  sql_database: () => import('../sources/sql-database/declared-source.ts'),
  filesystem: () => import('../sources/filesystem/declared-source.ts'),
}

/** What a declared source is of that does not say. */
export const DEFAULT_KIND = 'rest_api'

/**
 * The source that a file declares: its `type` says of which kind it is.
 * @throws ConfigError `invalid_config`.
 */
export async function declaredSource(name: string, config: unknown): Promise<Source> {
  const { type = DEFAULT_KIND, ...rest } = isObject(config) ? config : {}
  const open = typeof type === 'string' && Object.hasOwn(KINDS, type) ? KINDS[type] : undefined
  if (open === undefined) {
    throw new ConfigError(`type: ${JSON.stringify(type)} is no kind of source`, {
      code: 'invalid_config',
      hint: `Use ${Object.keys(KINDS).join(', ')}, or leave it out for ${DEFAULT_KIND}.`,
      context: { keys: ['type'] },
    })
  }
  return (await open()).declaredSource(name, rest)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
