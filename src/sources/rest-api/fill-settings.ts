import { allConfigured } from '../../config/all-configured.ts'
import type { ConfigReader } from '../../contracts/resource.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { ConfigValue, EndpointConfig, RestApiConfig } from './config.ts'
import { expressionsIn } from './expressions-in.ts'
import { snakeCase } from './from-snake-case.ts'
import { isSetting } from './is-setting.ts'

type Item = RestApiConfig['resources'][number]

/** Where settings are looked up, and which resources a run asks for; none named: those that are selected. */
export interface SettingsFrom {
  readonly name: string
  readonly reader: ConfigReader
  readonly wanted: readonly string[] | undefined
}

/**
 * The configuration with a value in place of every `{ type: 'setting' }`. What no resource of the run needs may be missing.
 * @throws ConfigError `missing_config` with the line to put in which file.
 */
export async function fillSettings(config: RestApiConfig, from: SettingsFrom): Promise<RestApiConfig> {
  const needed = neededNames(config.resources, from.wanted)
  const { client, resourceDefaults } = config
  const common = resourceDefaults?.endpoint
  const url = filledUrl(client.baseUrl, from)
  const defaults = common && filledEndpoint(common, { ...from, required: true })
  const resources = config.resources.map(async (item): Promise<Item> => {
    if (typeof item === 'string' || 'kind' in item || typeof item.endpoint !== 'object') return item
    return { ...item, endpoint: await filledEndpoint(item.endpoint, { ...from, required: needed.has(item.name) }) }
  })
  await allConfigured<unknown>([url, ...(defaults ? [defaults] : []), ...resources])
  return {
    ...config,
    client: { ...client, baseUrl: await url },
    ...(resourceDefaults && {
      resourceDefaults: { ...resourceDefaults, ...(defaults && { endpoint: await defaults }) },
    }),
    resources: await Promise.all(resources),
  }
}

/** `https://{shop}.example.com` with what `[sources.<name>] shop` says: the part of the address that differs from account to account. */
async function filledUrl(url: string, { name, reader }: SettingsFrom): Promise<string> {
  let filled = url
  for (const [placeholder, field = ''] of url.matchAll(/\{([a-z][a-z0-9_]*)\}/g)) {
    const value = String(await reader.read({ sections: ['sources', name], field, secret: false, required: true }))
    if (!/^[\w.-]+(:\d+)?$/.test(value)) {
      throw new ConfigError(`the setting ${field} of source ${name} does not fit into ${url}`, {
        code: 'invalid_config',
        hint: `write ${field} under [sources.${name}] as the one word that stands in the address of your account`,
        context: { source: name, field },
      })
    }
    filled = filled.replaceAll(placeholder, value)
  }
  return filled
}

/** The names that are wanted and all that those depend on. */
function neededNames(items: readonly Item[], wanted: readonly string[] | undefined): ReadonlySet<string> {
  const byName = new Map(
    items.flatMap((item) => (typeof item === 'string' || 'kind' in item ? [] : [[item.name, item]])),
  )
  const needed = new Set<string>()
  const add = (name: string): void => {
    const item = byName.get(name)
    if (item === undefined || needed.has(name)) return
    needed.add(name)
    for (const parent of typeof item.endpoint === 'object' ? parentsOf(item.endpoint) : []) add(parent)
  }
  for (const [name, item] of byName)
    if (wanted === undefined ? item.selected !== false : wanted.includes(name)) add(name)
  return needed
}

function parentsOf({ path, params, json, data, headers }: EndpointConfig): readonly string[] {
  const expressions = expressionsIn({ path, params, json, data, headers }).flatMap(
    (text) => /^resources\.([^.]+)\./.exec(text)?.[1] ?? [],
  )
  const resolved = Object.values(params ?? {}).flatMap((value) =>
    typeof value === 'object' && value !== null && 'type' in value && value.type === 'resolve' ? [value.resource] : [],
  )
  return [...expressions, ...resolved]
}

async function filledEndpoint<T extends EndpointConfig>(
  endpoint: T,
  from: SettingsFrom & { readonly required: boolean },
): Promise<T> {
  const params = endpoint.params && filled(endpoint.params, from)
  const headers = endpoint.headers && filled(endpoint.headers, { ...from, asText: true })
  await allConfigured<unknown>([params, headers].filter((one) => one !== undefined))
  return { ...endpoint, ...(params && { params: await params }), ...(headers && { headers: await headers }) }
}

async function filled<V>(
  values: Readonly<Record<string, V>>,
  from: SettingsFrom & { readonly required: boolean; readonly asText?: boolean },
): Promise<Readonly<Record<string, V | ConfigValue | readonly ConfigValue[]>>> {
  const entries = Object.entries(values).map(async ([key, value]) => {
    if (!isSetting(value)) return [key, value] as const
    const setting = await settingValue(value.field ?? snakeCase(key), from)
    return [key, setting === undefined ? value : from.asText ? String(setting) : setting] as const
  })
  return Object.fromEntries(await allConfigured(entries))
}

async function settingValue(
  field: string,
  { name, reader, required }: SettingsFrom & { readonly required: boolean },
): Promise<ConfigValue | readonly ConfigValue[] | undefined> {
  const value = await reader.read({ sections: ['sources', name], field, secret: false, required })
  // Nothing asks for it in this run: a resource that is opened all the same says so.
  if (value === undefined) return undefined
  if (isScalar(value)) return literal(value)
  if (Array.isArray(value) && value.every(isScalar)) return value.map(literal)
  throw new ConfigError(`the setting ${field} of source ${name} is no text, number, boolean or list of these`, {
    code: 'invalid_config',
    hint: `write it as ${field} = "…" under [sources.${name}]`,
    context: { source: name, field },
  })
}

/** Braces in a value are no placeholder. */
function literal(value: string | number | bigint | boolean): string | number | bigint | boolean {
  return typeof value === 'string' ? value.replace(/[{}]/g, '$&$&') : value
}

function isScalar(value: unknown): value is string | number | bigint | boolean {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value)
}
