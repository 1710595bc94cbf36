import type { Capabilities, FileFormat, ReplaceStrategy } from '../../capabilities/capabilities.ts'
import { MissingConfigError } from '../../config/missing-config-error.ts'
import type { TracedConfigReader } from '../../config/resolve.ts'
import type { Destination, FilePlace } from '../../contracts/destination.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { namingConvention } from '../../naming/naming-convention.ts'
import type { PostgresCredentials } from '../postgres/credentials.ts'
import { resolveCredentials } from '../postgres/resolve-credentials.ts'
import { checkReplaceStrategy } from '../replace-strategy.ts'
import { openStaging } from '../staging/open-staging.ts'
import { MAX_ROWS_UNSTAGED, redshiftCapabilities } from './capabilities.ts'
import { parseRedshiftCredentials, redshiftLocation } from './credentials.ts'
import { readOptions } from './read-options.ts'
import { storedOptions } from './stored-options.ts'

/** A schema's name is shortened as any other. */
const NAMES = namingConvention('snake_case', redshiftCapabilities.identifier.maxLength)

export interface RedshiftOptions {
  /** A connection string or its parts. Default: `destination.redshift.credentials` of the configuration. */
  readonly credentials?: string | PostgresCredentials
  /** Tells several databases apart: its configuration stands under `destination.<name>`. Default `redshift`. */
  readonly name?: string
  /** ARN of the role by which the cluster reads staged files, or `default`. Default: it gets the keys of the bucket. */
  readonly stagingIamRole?: string
  /** Stand at the end of each COPY: `['STATUPDATE OFF']`. */
  readonly additionalCopyOptions?: readonly string[]
  /** true: names differ by case, too (`enable_case_sensitive_identifier`). Default false. */
  readonly hasCaseSensitiveIdentifiers?: boolean
  /** true: staged files stay in their bucket after a load. Default false. */
  readonly keepStagedFiles?: boolean
  /** Rows of one table that a load inserts where nothing is staged; more are refused. Default 10,000. */
  readonly maxInsertedRows?: number
  /** false: columns of texts are `varchar(max)`, as dlt makes them, instead of as wide as their texts ask for. Default true. */
  readonly sizeTexts?: boolean
  /** What becomes of texts of more than 65,535 bytes: an error before anything is loaded, or they are cut and counted. Default `error`. */
  readonly longTexts?: 'error' | 'truncate'
  /** Default `truncate-and-insert`. */
  readonly replaceStrategy?: ReplaceStrategy
}

/**
 * An Amazon Redshift database as destination; a dataset is a schema in it. Needs the packages pg and pg-copy-streams.
 * @throws ConfigError code `bad_credentials`, `unknown_replace_strategy` and the like.
 */
export function redshift(options: RedshiftOptions | string = {}): Destination {
  const given = typeof options === 'string' ? { credentials: options } : options
  checkReplaceStrategy(given.replaceStrategy, redshiftCapabilities)
  return destination(given, { ...given, credentials: explicitCredentials(given.credentials) ?? notConfigured() })
}

/** Options with what the configuration says. */
export interface RedshiftSettings extends Omit<RedshiftOptions, 'credentials'> {
  /** Or why there are none. */
  readonly credentials: PostgresCredentials | ConfigError
}

interface Staged {
  readonly place: FilePlace
  readonly formats: readonly FileFormat[]
}

function destination(options: RedshiftOptions, settings: RedshiftSettings, staged?: Staged): Destination {
  const { name = 'redshift' } = options
  const { credentials } = settings
  const capabilities = capabilitiesOf(settings, staged)
  return {
    name,
    type: 'dlt.destinations.redshift',
    capabilities,
    options: storedOptions(options),
    location: () =>
      credentials instanceof ConfigError ? 'redshift:// (not configured)' : redshiftLocation(credentials),
    configure: async (reader) => destination(options, await configured(options, settings, reader), staged),
    stagedAt: (place, formats) => destination(options, settings, { place, formats }),
    async connect(target, context, { sealed } = {}) {
      const dataset = NAMES.normalizeTableIdentifier(target.dataset)
      const { keepStagedFiles: keepFiles = false } = settings
      const { schemes } = redshiftCapabilities.staging ?? { schemes: [] }
      const area =
        staged && openStaging(staged.place, { ...target, dataset }, { destination: name, schemes, keepFiles })
      if (credentials instanceof ConfigError) throw credentials
      // The engine is a third of the library: importing it stays quick where nothing is opened.
      const { connectLoader } = await import('./loader.ts')
      return connectLoader(
        {
          credentials,
          dataset,
          capabilities,
          area,
          sealed,
          caseSensitive: settings.hasCaseSensitiveIdentifiers ?? false,
          replaceStrategy: settings.replaceStrategy ?? 'truncate-and-insert',
          copy: { iamRole: settings.stagingIamRole, more: settings.additionalCopyOptions },
          maxRows: settings.maxInsertedRows ?? MAX_ROWS_UNSTAGED,
          sizeTexts: settings.sizeTexts ?? true,
        },
        context,
      )
    },
  }
}

function capabilitiesOf(settings: RedshiftSettings, staged: Staged | undefined): Capabilities {
  const { identifier, staging } = redshiftCapabilities
  return {
    ...redshiftCapabilities,
    ...(staged && {
      formats: staged.formats,
      unsupportedTypes: ['time'],
      unsupportedInFiles: { jsonl: ['binary'] },
    }),
    ...(settings.hasCaseSensitiveIdentifiers && { identifier: { ...identifier, fold: 'sensitive' } }),
    ...(staging && { staging: { ...staging, maxRowsWithout: settings.maxInsertedRows ?? staging.maxRowsWithout } }),
    cutsLongTexts: settings.longTexts === 'truncate',
  }
}

async function configured(
  options: RedshiftOptions,
  settings: RedshiftSettings,
  reader: TracedConfigReader,
): Promise<RedshiftSettings> {
  const sections = ['destination', options.name ?? 'redshift']
  const read = { ...settings, ...(await readOptions(reader, sections, options)) }
  if (options.credentials !== undefined) return read
  const credentials = await resolveCredentials(reader, sections, parseRedshiftCredentials).catch((error: unknown) => {
    if (error instanceof MissingConfigError) return error
    throw error
  })
  return { ...read, credentials }
}

function explicitCredentials(given: RedshiftOptions['credentials']): PostgresCredentials | undefined {
  if (typeof given !== 'string') return given
  const { host = 'localhost', database, username, ...rest } = parseRedshiftCredentials(given)
  if (database !== undefined && username !== undefined) return { host, database, username, ...rest }
  throw new ConfigError(`the connection string names no ${database === undefined ? 'database' : 'user'}`, {
    code: 'bad_credentials',
    hint: 'Write redshift://user:password@host:5439/database.',
  })
}

function notConfigured(): ConfigError {
  return new ConfigError('the Redshift destination has no credentials', {
    code: 'missing_config',
    hint: "Give them: redshift('redshift://user:password@host:5439/database').",
  })
}
