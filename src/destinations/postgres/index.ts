import type { ReplaceStrategy } from '../../capabilities/capabilities.ts'
import { MissingConfigError } from '../../config/missing-config-error.ts'
import type { TracedConfigReader } from '../../config/resolve.ts'
import type { Destination } from '../../contracts/destination.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { namingConvention } from '../../naming/naming-convention.ts'
import { checkLockTimeout, readLockTimeout } from '../lock-timeout.ts'
import { checkReplaceStrategy, readReplaceStrategy } from '../replace-strategy.ts'
import { postgresCapabilities } from './capabilities.ts'
import { locationOf, type PostgresCredentials, parseCredentials } from './credentials.ts'
import { resolveCredentials } from './resolve-credentials.ts'
import { checkStatementTimeout, readStatementTimeout } from './statement-timeout.ts'
import { storedOptions } from './stored-options.ts'

export type { PostgresCredentials } from './credentials.ts'

/** A schema's name is shortened as any other. */
const NAMES = namingConvention('snake_case', postgresCapabilities.identifier.maxLength)

export interface PostgresOptions {
  /** A connection string or its parts. Default: `destination.postgres.credentials` of the configuration. */
  readonly credentials?: string | PostgresCredentials
  /** Tells several databases apart: its configuration stands under `destination.<name>`. Default `postgres`. */
  readonly name?: string
  /** Unique columns, as `_dlt_id` is one, are guarded by an index. Default true. */
  readonly createIndexes?: boolean
  /** Default `truncate-and-insert`. */
  readonly replaceStrategy?: ReplaceStrategy
  /** Seconds that a load waits for others who use a table. Default 300. */
  readonly lockTimeout?: number
  /** Seconds that a statement may take; 0: as long as it wants. Default: what the server has set for the user. */
  readonly statementTimeout?: number
}

/**
 * A PostgreSQL database as destination; a dataset is a schema in it. Needs the packages pg and pg-copy-streams.
 * @throws ConfigError code `bad_credentials`, `bad_lock_timeout`, `bad_statement_timeout` or `unknown_replace_strategy`.
 */
export function postgres(options: PostgresOptions | string = {}): Destination {
  const given = typeof options === 'string' ? { credentials: options } : options
  checkReplaceStrategy(given.replaceStrategy, postgresCapabilities)
  checkLockTimeout(given.lockTimeout)
  checkStatementTimeout(given.statementTimeout)
  const credentials = explicitCredentials(given.credentials)
  return destination(given, { credentials: credentials ?? notConfigured() })
}

interface Settings {
  /** Or why there are none. */
  readonly credentials: PostgresCredentials | ConfigError
  readonly createIndexes?: boolean | undefined
  readonly replaceStrategy?: ReplaceStrategy | undefined
  readonly lockTimeout?: number | undefined
  readonly statementTimeout?: number | undefined
}

function destination(options: PostgresOptions, settings: Settings): Destination {
  const { name = 'postgres' } = options
  const { createIndexes = options.createIndexes ?? true } = settings
  const { replaceStrategy = options.replaceStrategy ?? 'truncate-and-insert', credentials } = settings
  const { lockTimeout = options.lockTimeout ?? 300, statementTimeout = options.statementTimeout } = settings
  return {
    name,
    type: 'dlt.destinations.postgres',
    capabilities: postgresCapabilities,
    options: storedOptions(options),
    location: () => (credentials instanceof ConfigError ? 'postgresql:// (not configured)' : locationOf(credentials)),
    configure: async (reader) => destination(options, await configured(options, settings, reader)),
    async connect({ dataset }, context, { readOnly = false, sealed } = {}) {
      if (credentials instanceof ConfigError) throw credentials
      const schema = NAMES.normalizeTableIdentifier(dataset)
      // The engine is a third of the library: importing it stays quick where nothing is opened.
      const { connectLoader } = await import('./loader.ts')
      const bounded = sealed && { statementMs: sealed.statementMs, lockWaitMs: sealed.statementMs, fewAtOnce: true }
      return connectLoader(
        {
          credentials,
          dataset: schema,
          readOnly,
          createIndexes,
          replaceStrategy,
          lockWaitMs: lockTimeout * 1_000,
          statementMs: statementTimeout === undefined ? undefined : statementTimeout * 1_000,
          ...bounded,
        },
        context,
      )
    },
  }
}

async function configured(options: PostgresOptions, settings: Settings, reader: TracedConfigReader): Promise<Settings> {
  const sections = ['destination', options.name ?? 'postgres']
  const field = { sections, field: 'create_indexes', secret: false, required: false, type: 'bool' as const }
  const createIndexes = options.createIndexes ?? (await reader.read(field)) !== false
  const lockTimeout = await readLockTimeout(reader, sections, options.lockTimeout)
  const statementTimeout = await readStatementTimeout(reader, sections, options.statementTimeout)
  const replaceStrategy = await readReplaceStrategy(reader, sections, {
    given: options.replaceStrategy,
    capabilities: postgresCapabilities,
  })
  const read = { createIndexes, replaceStrategy, lockTimeout, statementTimeout }
  if (options.credentials !== undefined) return { ...settings, ...read }
  const credentials = await resolveCredentials(reader, sections).catch((error: unknown) => {
    if (error instanceof MissingConfigError) return error
    throw error
  })
  return { credentials, ...read }
}

function explicitCredentials(given: PostgresOptions['credentials']): PostgresCredentials | undefined {
  if (typeof given !== 'string') return given
  const { host = 'localhost', database, username, ...rest } = parseCredentials(given)
  if (database !== undefined && username !== undefined) return { host, database, username, ...rest }
  throw new ConfigError(`the connection string names no ${database === undefined ? 'database' : 'user'}`, {
    code: 'bad_credentials',
    hint: 'Write postgresql://user:password@host:5432/database.',
  })
}

function notConfigured(): ConfigError {
  return new ConfigError('the PostgreSQL destination has no credentials', {
    code: 'missing_config',
    hint: "Give them: postgres('postgresql://user:password@host:5432/database').",
  })
}
