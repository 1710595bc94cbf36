import { ConfigError } from '../errors/tolva-error.ts'
import { coerceValue } from './coerce-value.ts'
import type { ConfigPlace, FoundValue, LookupTrace } from './config-place.ts'
import { type Environment, environmentKey, environmentPlace } from './environment.ts'
import { explicitPlace } from './explicit-place.ts'
import { MissingConfigError, type MissingField, type SearchedFiles } from './missing-config-error.ts'
import { isPlaceholder } from './placeholder.ts'
import { type ConfigType, Secret } from './secret.ts'
import type { SecretsProvider } from './secrets-provider.ts'
import { sectionPaths, suggestedPath, withEmbedded } from './section-paths.ts'
import { readTomlFiles, settingsFolders, tomlPlace } from './toml-files.ts'

/** One value to look up. */
export interface ConfigLookup {
  /** e.g. `['sources', 'chatbot_source']`. */
  readonly sections: readonly string[]
  /** snake_case. */
  readonly field: string
  readonly secret: boolean
  readonly required: boolean
  /** Type of a text from the environment; text where absent. */
  readonly type?: ConfigType
  /** Parts between the sections and the field: `['credentials']`. */
  readonly embedded?: readonly string[]
}

/** What a look-up came to. `value` is a `Secret` (or a table of them) for a secret, undefined when nothing was found. */
export interface LookupResult {
  readonly value: unknown
  readonly trace: readonly LookupTrace[]
  readonly missing: MissingField
}

/** Reads configuration in dlt's order and remembers where it looked. */
export interface TracedConfigReader {
  /** @throws MissingConfigError where the field is required and found nowhere. */
  read(request: ConfigLookup): Promise<unknown>
  /** As `read`, but reports instead of throwing when nothing is found. */
  lookUp(request: ConfigLookup): Promise<LookupResult>
  /** Every look of every read so far, in order; values are not kept. */
  traces(): readonly LookupTrace[]
  files(): Promise<SearchedFiles>
}

export interface ConfigReaderOptions {
  readonly projectDir: string
  readonly env: Environment
  /** Values in sections that begin with this name win over all others. */
  readonly pipelineName?: string
  /** Vaults, asked last and in this order. */
  readonly providers?: readonly SecretsProvider[]
  /** By dotted key; they win over everything. */
  readonly explicit?: Readonly<Record<string, unknown>>
  /** Folder of mounted secrets; `/run/secrets` by default. */
  readonly secretsDir?: string
}

/** Creates the reader: explicit values, environment, secrets.toml, config.toml, vaults. Files are read once, at the first look-up. */
export function createConfigReader(options: ConfigReaderOptions): TracedConfigReader {
  const looks: LookupTrace[] = []
  let opened: ReturnType<typeof openPlaces> | undefined
  const open = () => {
    opened ??= openPlaces(options)
    return opened
  }
  const lookUp = async (request: ConfigLookup): Promise<LookupResult> => {
    const { places } = await open()
    const result = await search(places, request, options.pipelineName)
    looks.push(...result.trace)
    return result
  }
  return {
    lookUp,
    async read(request) {
      const { value, missing } = await lookUp(request)
      if (value === undefined && request.required) throw new MissingConfigError([missing], (await open()).files)
      return value
    },
    traces: () => [...looks],
    files: async () => (await open()).files,
  }
}

async function openPlaces({ projectDir, env, explicit = {}, providers = [], secretsDir }: ConfigReaderOptions) {
  const folders = settingsFolders(projectDir, env)
  const [secrets, config] = await Promise.all([
    readTomlFiles('secrets.toml', folders),
    readTomlFiles('config.toml', folders),
  ])
  const places: readonly ConfigPlace[] = [
    explicitPlace(explicit),
    environmentPlace(env, secretsDir),
    tomlPlace('secrets.toml', secrets, env),
    tomlPlace('config.toml', config, env),
    ...providers.map(vaultPlace),
  ]
  const all = [...secrets, ...config]
  const files: SearchedFiles = {
    folder: folders[0] ?? projectDir,
    present: all.filter(({ document }) => document !== undefined).map(({ path }) => path),
    absent: all.filter(({ document }) => document === undefined).map(({ path }) => path),
  }
  return { places: places.filter(({ empty }) => !empty), files }
}

async function search(places: readonly ConfigPlace[], request: ConfigLookup, pipelineName?: string) {
  const query = withEmbedded(request.sections, request.embedded ?? [])
  const paths = sectionPaths(query)
  const trace: LookupTrace[] = []
  const missing = { field: request.field, secret: request.secret, section: suggestedPath(query), trace }
  for (const prefix of pipelineName === undefined ? [[]] : [[pipelineName], []]) {
    for (const place of places) {
      for (const path of paths) {
        const full = [...prefix, ...path, request.field]
        const found = await place.find(full, request.secret)
        if (found !== undefined && request.secret && !place.holdsSecrets) throw misplacedSecret(place, full, found)
        if (request.secret && !place.holdsSecrets) continue
        const outcome = outcomeOf(found)
        trace.push({ place: place.name, key: place.keyOf(full), ...(found?.file && { file: found.file }), outcome })
        if (found === undefined || outcome !== 'found') continue
        return { value: delivered(found, request, place.keyOf(full)), trace, missing }
      }
    }
  }
  return { value: undefined, trace, missing }
}

function outcomeOf(found: FoundValue | undefined): LookupTrace['outcome'] {
  if (found === undefined) return 'absent'
  return isPlaceholder(found.value) ? 'placeholder' : 'found'
}

function delivered(found: FoundValue, request: ConfigLookup, key: string): unknown {
  if (request.secret) return hide(found.value)
  return request.type === undefined ? found.value : coerceValue(found.value, request.type, key)
}

/** Texts and numbers become secrets; a table of credentials keeps its shape. */
function hide(value: unknown): unknown {
  if (value instanceof Secret || typeof value === 'boolean' || value === null) return value
  if (typeof value !== 'object') return new Secret(String(value))
  if (Array.isArray(value)) return value.map(hide)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hide(inner)]))
}

function vaultPlace(provider: SecretsProvider): ConfigPlace {
  return {
    name: provider.name,
    holdsSecrets: true,
    empty: false,
    keyOf: (path) => path.join('.'),
    async find(path) {
      const value = await provider.get(path)
      return value === undefined || value === null ? undefined : { value }
    },
  }
}

function misplacedSecret(place: ConfigPlace, path: readonly string[], found: FoundValue): ConfigError {
  const key = path.join('.')
  const target = found.file?.replace(/config\.toml$/, 'secrets.toml') ?? 'secrets.toml'
  return new ConfigError(`${key} is a secret, but it stands in ${found.file ?? place.name}`, {
    code: 'secret_in_config',
    hint: `move it to ${target}, or export ${environmentKey(path)}=…; a secret that was committed should be replaced`,
    context: { file: found.file },
  })
}
