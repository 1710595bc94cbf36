import { ConfigError } from '../errors/tolva-error.ts'
import { coerceValue } from './coerce-value.ts'
import type { ConfigPlace, FoundValue, Look, LookupTrace, Question } from './config-place.ts'
import { type Environment, environmentKey, environmentPlace } from './environment.ts'
import { explicitPlace } from './explicit-place.ts'
import { MissingConfigError, type MissingField, type SearchedFiles } from './missing-config-error.ts'
import { isPlaceholder } from './placeholder.ts'
import { type ConfigType, Secret } from './secret.ts'
import type { SecretsProvider } from './secrets-provider.ts'
import { sectionPaths, suggestedPath, withEmbedded } from './section-paths.ts'
import { readTomlFiles, settingsFolders, tomlPlace } from './toml-files.ts'
import type { Vault } from './vaults/vault.ts'
import { VAULT_SECTIONS, type VaultSection } from './vaults/vault-sections.ts'

/** One value to look up. */
export interface ConfigLookup {
  /** e.g. `['sources', 'chatbot_source']`. */
  readonly sections: readonly string[]
  /** snake_case. */
  readonly field: string
  readonly secret: boolean
  readonly required: boolean
  /** What it is and where a person gets it. */
  readonly description?: string
  /** Type of a text from the environment; text where absent. */
  readonly type?: ConfigType
  /** Parts between the sections and the field: `['credentials']`. */
  readonly embedded?: readonly string[]
  /** true: no section is dropped. */
  readonly exact?: boolean
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
  /** As a `ConfigReader` has it. */
  readonly asksOnly?: boolean
}

export interface ConfigReaderOptions {
  readonly projectDir: string
  readonly env: Environment
  /** Values in sections that begin with this name win over all others. */
  readonly pipelineName?: string
  /** Vaults, asked last and in this order; behind them those that the configuration enables. */
  readonly providers?: readonly (Vault | SecretsProvider)[]
  /** By dotted key; they win over everything. */
  readonly explicit?: Readonly<Record<string, unknown>>
  /** Folder of mounted secrets; `/run/secrets` by default. */
  readonly secretsDir?: string
}

/** Creates the reader: explicit values, environment, secrets.toml, config.toml, vaults. Files are read once, at the first look-up, and so is a vault's secret. */
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
    const asked = [...request.sections, ...(request.embedded ?? []), request.field].join('.')
    looks.push(...result.trace.map((look) => ({ ...look, asked })))
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

async function openPlaces(options: ConfigReaderOptions) {
  const { projectDir, env, explicit = {}, providers = [], secretsDir, pipelineName } = options
  const folders = settingsFolders(projectDir, env)
  const [secrets, config] = await Promise.all([
    readTomlFiles('secrets.toml', folders),
    readTomlFiles('config.toml', folders),
  ])
  const plain: readonly ConfigPlace[] = [
    explicitPlace(explicit),
    environmentPlace(env, secretsDir),
    tomlPlace('secrets.toml', secrets, env),
    tomlPlace('config.toml', config, env),
  ].filter(({ empty }) => !empty)
  const all = [...secrets, ...config]
  const files: SearchedFiles = {
    folder: folders[0] ?? projectDir,
    present: all.filter(({ document }) => document !== undefined).map(({ path }) => path),
    absent: all.filter(({ document }) => document === undefined).map(({ path }) => path),
  }
  const look = (request: ConfigLookup) => search(plain, request, pipelineName)
  const vaults = [...providers, ...(await enabledVaults({ look, files, env }))]
  return { places: [...plain, ...(await Promise.all(vaults.map(vaultPlaceOf)))], files }
}

/** Most configurations enable none, and then nothing of them is loaded. */
async function enabledVaults(from: {
  readonly look: (request: ConfigLookup) => Promise<LookupResult>
  readonly files: SearchedFiles
  readonly env: Environment
}): Promise<readonly Vault[]> {
  const enabled: VaultSection[] = []
  for (const section of VAULT_SECTIONS) {
    const field = `enable_${section}`
    const { value } = await from.look({ sections: ['providers'], field, secret: false, required: false, type: 'bool' })
    if (value === true) enabled.push(section)
  }
  if (enabled.length === 0) return []
  const { configuredVaults } = await import('./vaults/configured-vaults.ts')
  return configuredVaults(enabled, {
    env: from.env,
    async read(request) {
      const { value, missing } = await from.look(request)
      if (value === undefined && request.required) throw new MissingConfigError([missing], from.files)
      return value
    },
  })
}

async function vaultPlaceOf(vault: Vault | SecretsProvider): Promise<ConfigPlace> {
  return 'get' in vault ? providerPlace(vault) : (await import('./vaults/vault-place.ts')).vaultPlace(vault)
}

async function search(places: readonly ConfigPlace[], request: ConfigLookup, pipelineName?: string) {
  const query = withEmbedded(request.sections, request.embedded ?? [])
  const paths = request.exact ? sectionPaths(query).slice(0, 1) : sectionPaths(query)
  const trace: LookupTrace[] = []
  const missing = { field: request.field, secret: request.secret, section: suggestedPath(query), trace }
  const question: Question = { secret: request.secret, pipelineName }
  for (const prefix of pipelineName === undefined ? [[]] : [[pipelineName], []]) {
    for (const place of places) {
      for (const path of paths) {
        const full = [...prefix, ...path, request.field]
        const found = await place.find(full, question)
        if (found !== undefined && request.secret && !place.holdsSecrets) throw misplacedSecret(place, full, found)
        if (request.secret && !place.holdsSecrets) continue
        const outcome = outcomeOf(found)
        const key = found?.key ?? place.keyOf(full)
        const others = looksBeside(place.looks?.(full, question) ?? [], key, found)
        trace.push(...others.map((look) => ({ place: place.name, ...look })).filter((look) => !isKnown(trace, look)))
        if (found !== undefined || place.looks === undefined)
          trace.push({ place: place.name, key, ...(found?.file && { file: found.file }), outcome })
        if (found === undefined || outcome !== 'found') continue
        return { value: delivered(found, request, key), trace, missing }
      }
    }
  }
  return { value: undefined, trace, missing }
}

/** Where one path is looked for under several keys: those before the one that had it, else all. */
function looksBeside(looks: readonly Look[], key: string, found: FoundValue | undefined): readonly Look[] {
  return found === undefined
    ? looks
    : looks.slice(
        0,
        looks.findIndex((look) => look.key === key),
      )
}

/** A document is looked at for many paths, and told of once. */
function isKnown(trace: readonly LookupTrace[], { place, key }: LookupTrace): boolean {
  return trace.some((look) => look.place === place && look.key === key)
}

function outcomeOf(found: FoundValue | undefined): LookupTrace['outcome'] {
  if (found === undefined) return 'absent'
  return isPlaceholder(found.value) ? 'placeholder' : 'found'
}

function delivered(found: FoundValue, request: ConfigLookup, key: string): unknown {
  if (request.secret) return hide(found.value, key)
  return request.type === undefined ? found.value : coerceValue(found.value, request.type, key)
}

/** Texts and numbers become secrets; a table of credentials keeps its shape. */
function hide(value: unknown, key: string): unknown {
  if (value instanceof Secret || typeof value === 'boolean' || value === null) return value
  if (typeof value !== 'object') return new Secret(String(value), key)
  if (Array.isArray(value)) return value.map((item) => hide(item, key))
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hide(inner, `${key}.${name}`)]))
}

function providerPlace(provider: SecretsProvider): ConfigPlace {
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
