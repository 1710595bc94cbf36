import { ConfigError } from '../../../errors/tolva-error.ts'
import type { ClientConfig } from '../config.ts'
import { isPlainObject } from '../is-plain-object.ts'
import { type BuiltResource, buildResource } from './build-resource.ts'
import { chooseEndpoints } from './choose-endpoints.ts'
import { commonPaginator } from './common-paginator.ts'
import type { LeftOut, NeededSetting, OpenApiConversion, OpenApiOptions, Reason } from './conversion.ts'
import { readDocument } from './document.ts'
import { AUTH_SECRETS, findAuth } from './find-auth.ts'
import { findBaseUrl } from './find-base-url.ts'
import { findEndpoints } from './find-endpoints.ts'
import { linkParents } from './link-parents.ts'
import { nameResources } from './name-resources.ts'
import { nameSource } from './name-source.ts'
import { readOperations } from './read-operations.ts'
import { schemaReader } from './schema-facts.ts'

/**
 * The configuration of a REST source from an OpenAPI 3.0, 3.1 or Swagger 2.0 document, already parsed. Every guess comes with
 * its reason.
 * @throws ConfigError `not_openapi`, `external_refs`, `no_base_url`, `nothing_chosen`.
 *
 * @example
 * const { config, reasons } = openApiToConfig(JSON.parse(await readFile('petstore.json', 'utf8')), { only: ['/pets*'] })
 */
export function openApiToConfig(value: unknown, options: OpenApiOptions = {}): OpenApiConversion {
  const document = readDocument(value)
  const readSchema = schemaReader(document)
  const operations = readOperations(document, readSchema)
  const { endpoints, leftOut } = findEndpoints(operations, readSchema)
  const names = nameResources(endpoints)
  const nameOf = (endpoint: (typeof endpoints)[number]) => names.get(endpoint) ?? endpoint.path
  const links = linkParents(endpoints, nameOf, readSchema)
  if (document.external.size > 0) throw externalRefs([...document.external])
  if (endpoints.length === 0) throw nothingToLoad(leftOut)
  const { asked, needed } = chooseEndpoints(names, links, options.only ?? [])
  const chosen = endpoints.filter((endpoint) => asked.has(endpoint) || needed.has(endpoint))
  const common = commonPaginator(chosen)
  const baseUrl = findBaseUrl(document, options)
  const build = (endpoint: (typeof endpoints)[number]) =>
    buildResource(endpoint, {
      nameOf,
      linkOf: (one) => links.get(one),
      endpoints,
      readSchema,
      common: common?.value,
      baseUrl: options.baseUrl === undefined ? baseUrl.value : undefined,
      isOnlyNeeded: needed.has(endpoint),
      known: new Set(options.settings ?? []),
    })
  const built = chosen.map(build)
  const { auth, notes } = findAuth(
    document,
    chosen.map(({ operation }) => operation),
    baseUrl.value,
  )
  const info = isPlainObject(document.root.info) ? document.root.info : {}
  const title = typeof info.title === 'string' && info.title !== '' ? info.title : 'REST API'
  const client: ClientConfig = {
    baseUrl: baseUrl.value,
    ...(auth && { auth: auth.value }),
    ...(common && { paginator: common.value }),
  }
  return {
    name: nameSource(options.name, { title, baseUrl: baseUrl.value }),
    title,
    config: { client, resources: built.map(({ config }) => config) },
    endpoints: built.map(({ summary }) => summary),
    reasons: [
      { path: 'client.baseUrl', text: baseUrl.reason },
      ...(auth ? [{ path: 'client.auth', text: auth.reason }] : []),
      ...(common ? [{ path: 'client.paginator', text: common.reason }] : []),
      ...built.flatMap(reasonsOf),
    ],
    settings: settingsOf(built),
    secrets: auth ? AUTH_SECRETS[auth.value.type] : [],
    leftOut,
    notes: [
      ...notes,
      ...[...document.dangling].map((reference) => `the document has nothing at ${reference}, which it refers to`),
      ...built.flatMap(({ doubts }) => doubts),
    ],
  }
}

function reasonsOf({ config, reasons }: BuiltResource): readonly Reason[] {
  return reasons.map(({ path, text }) => ({ path: `resources.${config.name}.${path}`, text }))
}

function settingsOf(built: readonly BuiltResource[]): readonly NeededSetting[] {
  const settings = new Map<string, NeededSetting>()
  for (const { config, needs } of built) {
    for (const { name, description } of needs) {
      const known = settings.get(name)
      settings.set(name, {
        name,
        description: known?.description || description,
        resources: [...(known?.resources ?? []), config.name],
      })
    }
  }
  return [...settings.values()]
}

function externalRefs(references: readonly string[]): ConfigError {
  const shown = references.slice(0, 10).join(', ')
  return new ConfigError(
    `the document refers to ${references.length === 1 ? 'another file' : 'other files'}: ${shown}${references.length > 10 ? ` and ${references.length - 10} more` : ''}`,
    {
      code: 'external_refs',
      hint: 'bundle it into one first: npx @redocly/cli bundle openapi.yaml --output bundled.yaml',
      context: { references },
    },
  )
}

function nothingToLoad(leftOut: readonly LeftOut[]): ConfigError {
  const why = leftOut.slice(0, 5).map(({ method, path, reason }) => `${method} ${path}: ${reason}`)
  return new ConfigError('the document has no endpoint that reads JSON', {
    code: 'nothing_to_load',
    hint: why.length === 0 ? 'it has no operations at all: is it the right file?' : why.join('; '),
  })
}
