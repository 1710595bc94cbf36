import { ConfigError } from '../../errors/tolva-error.ts'
import { withSchemaHints } from '../../extract/schema-columns.ts'
import type { Auth } from '../../http/auth/auth.ts'
import type { Paginator } from '../../http/paginators/paginator.ts'
import { createPaginator, type PaginatorConfig } from '../../http/paginators/registry.ts'
import { singlePagePaginator } from '../../http/paginators/single-page.ts'
import { rateWindow } from '../../http/rate-window.ts'
import { withoutNulls } from '../../http/without-nulls.ts'
import { hintedColumns } from './bodies/hinted-columns.ts'
import type {
  ClientConfig,
  EndpointConfig,
  IncrementalConfig,
  PaginatorOption,
  ParamValue,
  ResourceConfig,
} from './config.ts'
import { checkExpressions, expressionsIn, parentField } from './expressions-in.ts'
import { snakeCase } from './from-snake-case.ts'
import { isSetting } from './is-setting.ts'
import { bindPath, parsePath } from './path-template.ts'
import {
  CURSOR_PARAM_START,
  type IncrementalPlan,
  type ParentValue,
  type RequestPlan,
  type ResourcePlan,
} from './resource-plan.ts'
import { expressionsOf, parseTemplate, plainText, type Template } from './template.ts'

type Params = Readonly<Record<string, ParamValue>>

/**
 * Works out all that can be known of a resource before the first request.
 * @throws ConfigError for placeholders that refer to nothing, contradicting options.
 */
export function planResource(
  config: ResourceConfig & { readonly endpoint: EndpointConfig },
  client: ClientConfig,
  auth: Auth | undefined,
): ResourcePlan {
  const { name, endpoint, includeFromParent, row, processingSteps, selected, parallelized, ...hints } = config
  const incremental = planIncremental(endpoint, name)
  const pathText = endpoint.path ?? name
  const path = parsePath(pathText)
  const params = endpoint.params ?? {}
  const format = endpoint.responseFormat ?? 'auto'
  const selector = endpoint.dataSelector ?? (path.singleEntity ? '$' : undefined)
  const template = bindPath(path, (param) => pathValue(params, param), { path: pathText, resource: name })
  const request: RequestPlan = {
    method: endpoint.method ?? 'GET',
    baseUrl: client.baseUrl,
    path: template,
    params: queryParams(params, expressionsOf(path.template), name),
    startParam: incremental?.startParam,
    endParam: incremental?.endParam,
    json: endpoint.json ?? undefined,
    data: endpoint.data ?? undefined,
    clientHeaders: client.headers ?? {},
    headers: withoutSettings(endpoint.headers),
  }
  const expressions = checkedExpressions(request, { resource: name, incremental: 'incremental' in endpoint })
  const bound = [...new Set(expressions)]
    .filter((text) => text.startsWith('resources.'))
    .map((key): ParentValue => ({ key, ...parentField(key, name), use: 'bound' }))
  const parents = [...new Set(bound.map(({ parent }) => parent))]
  return {
    name,
    // In configuration null switches a default off; as a hint it says nothing.
    hints: row === undefined ? withoutNulls(hints) : withSchemaHints(withoutNulls(hints), row),
    selected: selected ?? true,
    parallelized: parallelized ?? false,
    parents,
    needs: [...bound, ...(includeFromParent ?? []).map((field) => includedValue(field, parents, name))],
    unset: unsetSettings(endpoint),
    row,
    steps: processingSteps ?? [],
    request,
    paginator: choosePaginator(endpoint.paginator, client.paginator, path.singleEntity),
    selector,
    selectorRequired: endpoint.dataSelectorRequired ?? true,
    actions: endpoint.responseActions ?? [],
    format: typeof format === 'string' ? { type: format } : format,
    rows: { selector, isHinted: hintedColumns(config.columns) },
    incremental,
    auth,
    window: endpoint.rateLimit ? rateWindow(endpoint.rateLimit) : undefined,
    conditional: endpoint.conditional ?? false,
    concurrency: checkedConcurrency(endpoint.concurrency ?? undefined, name),
  }
}

function checkedConcurrency(concurrency: number | undefined, resource: string): number | undefined {
  if (concurrency === undefined || (Number.isInteger(concurrency) && concurrency > 0)) return concurrency
  throw new ConfigError(`concurrency of resource ${resource} is ${concurrency}`, {
    code: 'invalid_config',
    hint: 'give the number of requests that may be under way at once, 1 for one after the other',
    context: { resource },
  })
}

/** What `{name}` in a path stands for; a `resolve` parameter becomes an expression. */
function pathValue(params: Params, name: string): Template | undefined {
  const value = params[name]
  if (value === undefined || Array.isArray(value)) return undefined
  if (typeof value === 'object' && value !== null && 'type' in value) {
    if (value.type === 'setting') return [{ text: '' }]
    return value.type === 'resolve' ? [{ expression: `resources.${value.resource}.${value.field}` }] : undefined
  }
  return typeof value === 'string' ? parseTemplate(value) : [{ text: plainText(value, name) }]
}

function queryParams(params: Params, taken: readonly string[], resource: string): RequestPlan['params'] {
  const entries = Object.entries(params).flatMap(([name, value]) => {
    if (taken.includes(name)) return []
    if (typeof value !== 'object' || value === null || !('type' in value)) return [[name, value] as const]
    if (value.type === 'setting') return []
    if (value.type === 'incremental') return [[name, `{${CURSOR_PARAM_START}}`] as const]
    throw new ConfigError(`parameter ${name} of resource ${resource} is a resolve that the path does not use`, {
      code: 'invalid_config',
      hint: `put {${name}} into the path, or write the parameter as '{resources.${value.resource}.${value.field}}'`,
      context: { resource },
    })
  })
  return Object.fromEntries(entries)
}

/** Names of settings in whose place no value was put: nothing can be asked for without. */
function unsetSettings({ params, headers }: EndpointConfig): readonly string[] {
  const all = [...Object.entries(params ?? {}), ...Object.entries(headers ?? {})]
  return all.flatMap(([name, value]) => (isSetting(value) ? [value.field ?? snakeCase(name)] : []))
}

function withoutSettings(headers: EndpointConfig['headers']): RequestPlan['headers'] {
  return Object.fromEntries(Object.entries(headers ?? {}).filter(([, value]) => !isSetting(value)))
}

function checkedExpressions(
  request: RequestPlan,
  where: { readonly resource: string; readonly incremental: boolean },
): readonly string[] {
  const path = expressionsOf(request.path)
  checkExpressions(path, { ...where, place: 'path' })
  const others = (['params', 'json', 'data', 'headers'] as const).flatMap((place) => {
    const found = expressionsIn(request[place])
    const own = place === 'params' ? found.filter((text) => text !== CURSOR_PARAM_START) : found
    checkExpressions(own, { ...where, place })
    return found
  })
  return [...path, ...others]
}

function planIncremental(endpoint: EndpointConfig, resource: string): IncrementalPlan | undefined {
  const objects = Object.entries(endpoint.params ?? {}).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && 'type' in value && value.type === 'incremental'
      ? [{ name, value }]
      : [],
  )
  const fail = (what: string, hint: string) =>
    new ConfigError(`resource ${resource}: ${what}`, { code: 'invalid_config', hint, context: { resource } })
  const [object, second] = objects
  if (object !== undefined && second !== undefined) {
    throw fail(
      `${object.name} and ${second.name} are both incremental`,
      'keep one; use endpoint.incremental for a range',
    )
  }
  if (object !== undefined && (object.value.endValue !== undefined || object.value.endParam !== undefined)) {
    throw fail(`parameter ${object.name} has an end`, 'use endpoint.incremental with end_value and placeholders')
  }
  const config = object === undefined ? (endpoint.incremental ?? undefined) : withoutType(object.value)
  if (config === undefined) return undefined
  const { cursorPath } = config
  if (cursorPath === undefined)
    throw fail('incremental has no cursor_path', 'name the field that grows, e.g. updated_at')
  const { startParam, endParam, convert, allowExternalSchedulers: _, ...hint } = config
  return {
    hint: { ...hint, cursorPath },
    startParam: object === undefined ? startParam : undefined,
    endParam,
    convert,
  }
}

function withoutType({ type: _, ...config }: { readonly type: string } & IncrementalConfig): IncrementalConfig {
  return config
}

/** A key of the parent's row; with several parents it begins with the name of one. */
function includedValue(given: string, parents: readonly string[], resource: string): ParentValue {
  const [only, ...others] = parents
  const named = others.length === 0 ? only : parents.find((parent) => given.startsWith(`${parent}.`))
  if (named !== undefined) {
    const field = others.length === 0 ? given : given.slice(named.length + 1)
    return { key: `_${named}_${field}`, parent: named, field, use: 'included' }
  }
  const isNone = only === undefined
  const what = isNone ? 'but no parent' : `of ${given}, which does not say of which parent`
  const hint = isNone
    ? 'refer to a parent as {resources.<parent>.<field>}, or take include_from_parent out'
    : `write ${parents.map((parent) => `${parent}.${given}`).join(' or ')}`
  throw new ConfigError(`resource ${resource} has include_from_parent ${what}`, {
    code: 'invalid_config',
    hint,
    context: { resource },
  })
}

function choosePaginator(
  own: PaginatorOption | undefined,
  client: PaginatorOption | undefined,
  single: boolean,
): Paginator {
  const chosen = definite(own) ?? (single && (own ?? null) === null ? singlePagePaginator() : definite(client))
  return chosen ?? createPaginator({ type: 'auto' })
}

/** null and `auto` say nothing. */
function definite(option: PaginatorOption | undefined): Paginator | undefined {
  if (option === undefined || option === null || option === 'auto') return undefined
  if (typeof option === 'string') return createPaginator({ type: option })
  if ('next' in option) return option
  const config: PaginatorConfig = option
  return config.type === 'auto' ? undefined : createPaginator(config)
}
