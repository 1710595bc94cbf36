import type { EndpointConfig, ResourceConfig, ResourceDefaults } from './config.ts'
import { isPlainObject } from './is-plain-object.ts'

/** A resource with the defaults under it: endpoint one level deep, its `params` and `json` two, columns per column and hint. */
export function mergeDefaults(
  resource: ResourceConfig,
  defaults: ResourceDefaults,
): ResourceConfig & { readonly endpoint: EndpointConfig } {
  const own = typeof resource.endpoint === 'string' ? { path: resource.endpoint } : (resource.endpoint ?? {})
  const common = defaults.endpoint ?? {}
  const endpoint: EndpointConfig = {
    ...common,
    ...own,
    path: own.path ?? resource.name,
    ...mergedKey('params', common.params, own.params),
    ...mergedKey('json', common.json, own.json),
  }
  return { ...defaults, ...resource, ...mergedKey('columns', defaults.columns, resource.columns), endpoint }
}

function mergedKey(key: string, common: unknown, own: unknown): Readonly<Record<string, unknown>> {
  if (key === 'columns') {
    const [under, over] = [columnMap(common), columnMap(own)]
    if (under === undefined || over === undefined) return {}
    const names = new Set([...Object.keys(under), ...Object.keys(over)])
    return {
      columns: Object.fromEntries(
        [...names].map((name) => [name, { ...asObject(under[name]), ...asObject(over[name]) }]),
      ),
    }
  }
  return isPlainObject(common) && isPlainObject(own) ? { [key]: { ...common, ...own } } : {}
}

function columnMap(columns: unknown): Readonly<Record<string, unknown>> | undefined {
  if (isPlainObject(columns)) return columns
  if (!Array.isArray(columns)) return undefined
  return Object.fromEntries(columns.filter(isPlainObject).map(({ name, ...hint }) => [String(name), hint]))
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return isPlainObject(value) ? value : {}
}
