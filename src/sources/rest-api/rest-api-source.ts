import { allConfigured } from '../../config/all-configured.ts'
import { Secret } from '../../config/secret.ts'
import type { ConfigReader, ConfigRequest, Source, SourceHints } from '../../contracts/resource.ts'
import { pickResources } from '../../extract/pick-resources.ts'
import { checkConfig } from './check-config.ts'
import type { AuthOption, EndpointConfig, RestApiConfig, SettingParam } from './config.ts'
import { AUTH_FIELDS, authTypeOf } from './create-auths.ts'
import { type CustomConfig, type CustomKinds, withCustomKinds } from './custom-kinds.ts'
import { fillSettings } from './fill-settings.ts'
import { snakeCase } from './from-snake-case.ts'
import { isSetting } from './is-setting.ts'
import { restApi } from './rest-api.ts'
import { withRuntimeSettings } from './runtime-settings.ts'

/** A configuration, and the name of the source: that of its schema and of its section in the configuration files. */
export type RestApiSourceConfig<Names extends string = string, Name extends string = string> = RestApiConfig<Names> &
  SourceHints & { readonly name?: Name } & NoCustomKinds

type NoCustomKinds = { readonly [Key in keyof CustomKinds]?: undefined }

/**
 * A whole source from a description of its endpoints. Fields that an auth leaves out are looked up under
 * `[sources.<name>.credentials]`, settings (those of an auth, of parameters, and names in braces in the base URL) under
 * `[sources.<name>]`; `[runtime]` may set `request_timeout`,
 * `request_max_attempts`, `request_backoff_factor` and `request_max_retry_delay`.
 *
 * @example
 * const blog = restApiSource({ name: 'blog', client: { baseUrl: 'https://api.example.com' }, resources: ['authors', 'posts'] })
 * await blogPipeline.run(blog.pick('posts'))
 */
export function restApiSource(config: CustomConfig): Source
export function restApiSource<const Names extends string, const Name extends string = 'rest_api'>(
  config: RestApiSourceConfig<Names, Name>,
): Source<Name, Names>
// Where names cannot be inferred, as beside functions whose types wait for them; and the one that mistakes are told of.
export function restApiSource(config: RestApiSourceConfig): Source
export function restApiSource(config: RestApiSourceConfig | CustomConfig): Source {
  return sourceOf(config, undefined)
}

function sourceOf(
  { name = 'rest_api', ...given }: RestApiSourceConfig | CustomConfig,
  picked: readonly string[] | undefined,
): Source {
  const { client, resourceDefaults, resources, customAuths, customPaginators, ...hints } = given
  return {
    kind: 'source',
    name,
    hints,
    pick: (...names) => sourceOf({ name, ...given }, names),
    async resources(reader, select) {
      const kinds = { customAuths, customPaginators }
      const config: unknown = withCustomKinds({
        client,
        ...(resourceDefaults && { resourceDefaults }),
        resources,
        ...kinds,
      })
      checkConfig(config)
      const from = { name, reader, wanted: select ?? picked }
      const ready = completed(config, name, reader)
      const fill = (open: RestApiConfig) => fillSettings(open, from)
      // Where a secret is missing, settings are asked for all the same: what is missing of either is told at once.
      const filled = ready.then(fill, () => fill(config))
      await allConfigured<unknown>([ready, filled])
      return pickResources(restApi(await filled), picked, name)
    },
  }
}

/** The configuration with everything filled in that is looked up. */
async function completed(config: RestApiConfig, name: string, reader: ConfigReader): Promise<RestApiConfig> {
  const auth = (option: AuthOption | undefined) => completedAuth(option, name, reader)
  const endpointOf = async <T extends EndpointConfig>(endpoint: T): Promise<T> =>
    endpoint.auth === undefined ? endpoint : { ...endpoint, auth: await auth(endpoint.auth) }
  const { client, resourceDefaults } = config
  const common = resourceDefaults?.endpoint
  const own = auth(client.auth)
  const defaults = common && endpointOf(common)
  const resources = config.resources.map(async (item) =>
    typeof item === 'string' || 'kind' in item || typeof item.endpoint !== 'object'
      ? item
      : { ...item, endpoint: await endpointOf(item.endpoint) },
  )
  await allConfigured<unknown>([own, ...(defaults ? [defaults] : []), ...resources])
  return {
    client: { ...(await withRuntimeSettings(client, reader)), auth: (await own) ?? null },
    ...(resourceDefaults && {
      resourceDefaults: { ...resourceDefaults, ...(defaults && { endpoint: await defaults }) },
    }),
    resources: await Promise.all(resources),
  }
}

/** Looked up beside secrets, but none. */
const URL_FIELDS = new Set(['accessTokenUrl', 'authEndpoint'])

async function completedAuth(
  option: AuthOption | undefined,
  name: string,
  reader: ConfigReader,
): Promise<AuthOption | undefined> {
  if (option === undefined || option === null || typeof option === 'function') return option
  if (typeof option === 'object' && 'apply' in option) return option
  const type = authTypeOf(option)
  const given: Readonly<Record<string, unknown>> = typeof option === 'string' ? {} : { ...option }
  const asked = AUTH_FIELDS[type].filter((field) => given[field] === undefined || isSetting(given[field]))
  const fields = await allConfigured(
    asked.map(async (field): Promise<readonly [string, unknown]> => {
      const own = given[field]
      const value = await reader.read(
        isSetting(own) ? settingRequest(name, field, own) : credentialsRequest(name, field),
      )
      return [field, URL_FIELDS.has(field) && value instanceof Secret ? value.reveal() : value]
    }),
  )
  const complete = { ...given, type, ...Object.fromEntries(fields) }
  return isAuth(complete) ? complete : option
}

function credentialsRequest(name: string, field: string): ConfigRequest & { readonly embedded: readonly string[] } {
  return {
    sections: ['sources', name, name],
    embedded: ['credentials'],
    field: snakeCase(field),
    secret: true,
    required: true,
  }
}

/** A secret that stands beside the other settings of the source. */
function settingRequest(name: string, field: string, { field: called }: SettingParam): ConfigRequest {
  return { sections: ['sources', name], field: called ?? snakeCase(field), secret: true, required: true }
}

/** Checked: every field that the type cannot do without is there. */
function isAuth(value: {
  readonly type: string
}): value is Exclude<AuthOption, null | string> & { readonly type: string } {
  return value.type in AUTH_FIELDS
}
