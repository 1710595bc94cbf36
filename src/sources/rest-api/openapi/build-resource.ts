import type { PaginatorConfig } from '../../../http/paginators/registry.ts'
import type { EndpointConfig, ParamValue, ResourceConfig, SettingParam } from '../config.ts'
import type { EndpointSummary, Reason } from './conversion.ts'
import { type Endpoint, nounOf, variablesOf } from './endpoint.ts'
import { findPrimaryKey } from './find-primary-key.ts'
import { endsInVariable } from './find-rows.ts'
import { givenList, givenValue } from './given-values.ts'
import { jsonPathOf } from './json-path-of.ts'
import type { Link } from './link-parents.ts'
import { isPagingName } from './paging-names.ts'
import type { Parameter } from './read-operations.ts'
import type { ReadSchema } from './schema-facts.ts'

/** What is known of the whole document when one resource is built. */
export interface Surroundings {
  readonly nameOf: (endpoint: Endpoint) => string
  readonly linkOf: (endpoint: Endpoint) => Link | undefined
  readonly endpoints: readonly Endpoint[]
  readonly readSchema: ReadSchema
  /** The client's; undefined where it was given, which then serves everything. */
  readonly baseUrl: string | undefined
  /** The client's paginator. */
  readonly common: PaginatorConfig | undefined
  /** true: nobody asked for it but those that depend on it. */
  readonly isOnlyNeeded: boolean
  readonly known: ReadonlySet<string>
}

export interface BuiltResource {
  readonly config: ResourceConfig
  readonly summary: EndpointSummary
  /** Paths are below the resource. */
  readonly reasons: readonly Reason[]
  readonly needs: readonly { readonly name: string; readonly description: string }[]
  readonly doubts: readonly string[]
}

/** The resource of an endpoint. */
export function buildResource(endpoint: Endpoint, around: Surroundings): BuiltResource {
  const { rows, paging, path, operation } = endpoint
  const name = around.nameOf(endpoint)
  const link = around.linkOf(endpoint)
  const parent = link?.parent === undefined ? undefined : around.nameOf(link.parent)
  const values = valuesOf(endpoint, around)
  const key = keyOf(endpoint, around)
  const needs = [...new Set([...values.needs, ...needsAbove(link?.parent, around)].map((need) => need.name))]
  const unselected = whyUnselected(endpoint, { around, needs })
  const paginator = paginatorFor(endpoint, around.common)
  const keys = rows.value.keys
  const server = ownServer(operation.server, around.baseUrl)
  const endpointConfig: EndpointConfig = {
    path: server === undefined ? pathFor(path) : `${server}${path}`,
    ...(values.params.length > 0 || Object.keys(paging.value.params).length > 0
      ? { params: { ...Object.fromEntries(values.params), ...paging.value.params } }
      : {}),
    ...(values.headers.length > 0 && { headers: Object.fromEntries(values.headers) }),
    ...(paginator !== undefined && { paginator }),
    ...(keys !== undefined && { dataSelector: jsonPathOf(keys) }),
  }
  const config: ResourceConfig = {
    name,
    ...(unselected !== undefined && { selected: false }),
    ...(key.value.length === 0
      ? { writeDisposition: 'replace' }
      : { writeDisposition: 'merge', primaryKey: key.value.length === 1 ? (key.value[0] ?? '') : key.value }),
    ...(link !== undefined && link.included.length > 0 && { includeFromParent: link.included }),
    endpoint: endpointConfig,
  }
  const optional = operation.parameters.filter((one) => one.in === 'query' && !one.required && !isPagingName(one.name))
  const reasons: Reason[] = [
    ...(operation.summary === '' ? [] : [{ path: 'name', text: operation.summary }]),
    ...(unselected === undefined ? [] : [{ path: 'selected', text: unselected }]),
    { path: key.value.length === 0 ? 'writeDisposition' : 'primaryKey', text: key.reason },
    ...(server === undefined ? [] : [{ path: 'endpoint.path', text: 'it has a server of its own' }]),
    ...(optional.length > 0 ? [{ path: 'endpoint.params', text: alsoTakes(optional) }] : []),
    ...values.reasons,
    { path: 'endpoint.paginator', text: paging.reason },
    { path: 'endpoint.dataSelector', text: rows.reason },
  ]
  const summary: EndpointSummary = {
    resource: name,
    path,
    rowsAt: keys === undefined ? undefined : jsonPathOf(keys),
    paginator: paging.value.paginator?.type ?? 'auto',
    key: key.value,
    parent,
    selected: unselected === undefined,
    needs,
  }
  return {
    config,
    summary,
    reasons,
    needs: values.needs,
    doubts: paging.value.doubt === undefined ? [] : [paging.value.doubt],
  }
}

/** Without the slash behind it; nothing where it is the client's. */
function ownServer(server: string | undefined, baseUrl: string | undefined): string | undefined {
  if (server === undefined || baseUrl === undefined || !URL.canParse(server, baseUrl)) return undefined
  const url = new URL(server, baseUrl).href.replace(/\/+$/, '')
  return url === baseUrl.replace(/\/+$/, '') ? undefined : url
}

/** Without the slash before it; a segment that begins with a colon is no placeholder here. */
function pathFor(path: string): string {
  return path.replace(/^\//, '').replace(/(^|\/):(?=[A-Za-z_])/g, '$1\\:')
}

function alsoTakes(optional: readonly Parameter[]): string {
  const names = optional.map((one) => one.name)
  return `it also takes ${names.slice(0, 12).join(', ')}${names.length > 12 ? ` and ${names.length - 12} more` : ''}`
}

type Entries<V> = readonly (readonly [string, V])[]

interface Values {
  readonly params: Entries<ParamValue>
  readonly headers: Entries<string | SettingParam>
  readonly reasons: readonly Reason[]
  readonly needs: readonly { readonly name: string; readonly description: string }[]
}

const NOT_OURS = new Set(['accept', 'content-type', 'authorization'])

/** What path variables, required parameters and headers get. */
function valuesOf(endpoint: Endpoint, around: Surroundings): Values {
  const link = around.linkOf(endpoint)
  const params: [string, ParamValue][] = []
  const headers: [string, string | SettingParam][] = []
  const reasons: Reason[] = []
  const needs: { name: string; description: string }[] = []
  for (const parameter of endpoint.operation.parameters) {
    const { name, in: place } = parameter
    if (place === 'cookie' || !parameter.required || (place === 'header' && NOT_OURS.has(name.toLowerCase()))) continue
    const field = place === 'path' ? link?.fields.get(name) : undefined
    if (link?.parent !== undefined && field !== undefined) {
      const parent = around.nameOf(link.parent)
      params.push([name, `{resources.${parent}.${field}}`])
      reasons.push({ path: `endpoint.params.${name}`, text: `${parent} is the nearest list above ${endpoint.path}` })
      continue
    }
    const choices = parameter.facts.kind === 'list' ? around.readSchema(parameter.facts.items).choices : []
    const given = givenList(parameter, choices) ?? givenValue(parameter, endpoint, around.nameOf(endpoint))
    const { value, reason } = given
    if (typeof value === 'object' && value !== null && 'type' in value && value.field !== undefined) {
      needs.push({ name: value.field, description: parameter.description.split('\n')[0] ?? '' })
    }
    if (place === 'header')
      headers.push([name, typeof value === 'object' && value !== null && 'type' in value ? value : String(value)])
    else params.push([name, value])
    reasons.push({ path: `endpoint.${place === 'header' ? 'headers' : 'params'}.${name}`, text: reason })
  }
  return { params, headers, reasons, needs }
}

/** A resource cannot be read without what those that it depends on need. */
function needsAbove(parent: Endpoint | undefined, around: Surroundings): Values['needs'] {
  if (parent === undefined) return []
  return [...valuesOf(parent, around).needs, ...needsAbove(around.linkOf(parent)?.parent, around)]
}

function whyUnselected(
  endpoint: Endpoint,
  { around, needs }: { readonly around: Surroundings; readonly needs: readonly string[] },
): string | undefined {
  const parent = around.linkOf(endpoint)?.parent
  const missing = needs.filter((name) => !around.known.has(name))
  if (around.isOnlyNeeded) return 'read only for those that depend on it'
  if (missing.length > 0) return `set ${missing.join(', ')} in .dlt/config.toml, then take this line out`
  if (endpoint.operation.deprecated) return 'deprecated'
  if (/\/(watch|stream|streaming|subscribe|sse)(\/|$)/i.test(endpoint.path))
    return 'it seems to be a stream that does not end'
  if (parent === undefined) return undefined
  const above = whyUnselected(parent, { around: { ...around, isOnlyNeeded: false }, needs: [] })
  if (above === 'deprecated') return `it depends on ${around.nameOf(parent)}, which is deprecated`
  const own = endpoint.rows.value.row
  const theirs = parent.rows.value.row
  const isSame = own.model === undefined ? own === theirs : own.model === theirs.model
  if (endpoint.isList || !endsInVariable(endpoint.path) || !isSame) return undefined
  return `its rows are those of ${around.nameOf(parent)}, at the cost of a request each`
}

/** Rows of a dependent resource are told apart within their parent's row. */
function keyOf(
  endpoint: Endpoint,
  around: Surroundings,
): { readonly value: readonly string[]; readonly reason: string } {
  const none = { value: [], reason: 'no field is known to tell rows apart, so each run replaces the table' }
  const link = around.linkOf(endpoint)
  const { row, isList } = endpoint.rows.value
  const fromParent =
    link?.parent === undefined
      ? []
      : link.included.map((field) => `_${around.nameOf(link.parent ?? endpoint)}_${field}`)
  if (link?.parent !== undefined && fromParent.length < link.fields.size) return none
  if (link?.parent !== undefined && !isList)
    return { value: fromParent, reason: 'there is one row for each of its parent' }
  const detail = around.endpoints.find(({ path, isList: many }) => !many && detailOf(path) === endpoint.path)
  const variable = isList ? variablesOf(detail?.path ?? '').at(-1) : variablesOf(endpoint.path).at(-1)
  const own = findPrimaryKey(row, { noun: nounOf(endpoint.path), variable }, around.readSchema)
  if (own === undefined) return none
  const reason = fromParent.length === 0 ? own.reason : `${own.reason}; within a row of the parent`
  return { value: [...fromParent, own.value], reason }
}

/** `/pets/{id}` → `/pets`. */
function detailOf(path: string): string | undefined {
  return /^(.*)\/\{[^{}/]+\}\/?$/.exec(path)?.[1]
}

/** Nothing where the client's serves; said aloud where the source would otherwise take the path for that of one object. */
function paginatorFor(
  { paging, path, isList }: Endpoint,
  common: PaginatorConfig | undefined,
): EndpointConfig['paginator'] | undefined {
  const own = paging.value.paginator
  if (own === undefined) return endsInVariable(path) && isList ? 'auto' : undefined
  if (own.type === 'single_page') return endsInVariable(path) ? undefined : 'single_page'
  if (JSON.stringify(own) === JSON.stringify(common) && !endsInVariable(path)) return undefined
  return own.type === 'header_link' && Object.keys(own).length === 1 ? 'header_link' : own
}
