import type { Page } from '../../contracts/page.ts'
import type { Resource, ResourceContext } from '../../contracts/resource.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { defineResource } from '../../extract/define-resource.ts'
import type { Auth } from '../../http/auth/auth.ts'
import { createHttpClient } from '../../http/client.ts'
import { checkConfig } from './check-config.ts'
import { clientOptions } from './client-options.ts'
import { collectSecrets } from './collect-secrets.ts'
import type { RestApiConfig } from './config.ts'
import { createAuths } from './create-auths.ts'
import { type CustomConfig, withCustomKinds } from './custom-kinds.ts'
import { mergeDefaults } from './merge-defaults.ts'
import { orderResources } from './order-resources.ts'
import { type ParentValues, parentValues } from './parent-rows.ts'
import { planResource } from './plan-resource.ts'
import type { ResourcePlan } from './resource-plan.ts'
import { resumeKeyOf } from './resume-key.ts'
import { tellOnce } from './tell-once.ts'
import { cursorParamsOf, type WalkSettings, walkPages } from './walk-pages.ts'

const PARALLEL_WALKS = 5

/**
 * The resources of a REST API from a description of its endpoints. Everything is checked before the first request.
 * @throws ConfigError with the path of the wrong place in the configuration.
 *
 * @example
 * restApi({
 *   client: { baseUrl: 'https://api.example.com', auth: { type: 'bearer', token } },
 *   resources: ['users', { name: 'posts', endpoint: { path: 'users/{resources.users.id}/posts' } }],
 * })
 */
export function restApi(config: RestApiConfig | CustomConfig): readonly Resource[] {
  const own: unknown = withCustomKinds({ ...config })
  checkConfig(own)
  return buildResources(own)
}

function buildResources(config: RestApiConfig): readonly Resource[] {
  const { client } = config
  const authOf = createAuths(client.auth)
  const settings: WalkSettings = {
    client: createHttpClient(clientOptions(client)),
    secrets: collectSecrets(config),
    trustedHosts: client.trustedHosts ?? [],
    once: tellOnce(),
  }
  const entries = config.resources.map((item) => planEntry(item, config, authOf))
  const built = new Map<string, Resource>()
  for (const { name, entry } of orderResources(entries)) {
    const resource =
      'kind' in entry
        ? entry
        : buildResource(entry, settings, entry.parent === undefined ? undefined : built.get(entry.parent))
    built.set(name, resource)
  }
  return entries.flatMap(({ name }) => built.get(name) ?? [])
}

interface Entry {
  readonly name: string
  readonly parent: string | undefined
  readonly entry: ResourcePlan | Resource
}

function planEntry(
  item: RestApiConfig['resources'][number],
  { client, resourceDefaults = {} }: RestApiConfig,
  authOf: (option: NonNullable<RestApiConfig['client']>['auth']) => Auth | undefined,
): Entry {
  if (typeof item === 'object' && 'kind' in item) return { name: item.name, parent: item.parent?.name, entry: item }
  const merged = mergeDefaults(typeof item === 'string' ? { name: item } : item, resourceDefaults)
  const plan = planResource(merged, client, authOf(merged.endpoint.auth))
  return { name: plan.name, parent: plan.parent, entry: plan }
}

function buildResource(plan: ResourcePlan, settings: WalkSettings, parent: Resource | undefined): Resource {
  const open = (context: ResourceContext, parentPage?: Page<unknown>) => {
    const cursorParams = cursorParamsOf(plan, context.incremental)
    // The rows of a parent are read side by side, each of them page after page.
    const pagesAtOnce = parentPage === undefined ? (plan.concurrency ?? 1) : 1
    const from = parentPage && parentOf(parentPage, plan)
    return walkPages({ plan, settings, context, cursorParams, parent: from, pagesAtOnce })
  }
  const resumeKey = resumeKeyOf(plan)
  if (parent === undefined)
    return withRows(defineResource({ ...definitionOf(plan), resumeKey, open: (context) => open(context) }))
  return withRows(
    defineResource({
      ...definitionOf(plan),
      resumeKey,
      parent,
      byRow: {
        parallel: plan.concurrency ?? (plan.parallelized ? PARALLEL_WALKS : 1),
        keyOf: (row) => Object.fromEntries(parentOf(row, plan).bound),
      },
      open(context, parentPage) {
        if (parentPage === undefined) throw needsParentPage(plan)
        return open(context, parentPage)
      },
    }),
  )
}

/** The one row of the parent that requests are made for. */
function parentOf(page: Page<unknown>, plan: ResourcePlan): ParentValues {
  const [values] = parentValues(page, plan)
  if (values !== undefined) return values
  throw needsParentPage(plan)
}

function definitionOf({ name, hints, selected, incremental, parallelized: parallel }: ResourcePlan) {
  const all = incremental === undefined ? hints : { ...hints, incremental: incremental.hint }
  return { name, hints: all, selected, parallel, fetchesAhead: true }
}

// Rows of an API are objects in all but odd cases (a list of texts); a step that needs an object checks it itself.
function withRows(resource: Resource<string, unknown>): Resource
function withRows(resource: Resource<string, unknown>): Resource<string, unknown> {
  return resource
}

function needsParentPage(plan: ResourcePlan): ConfigError {
  return new ConfigError(`resource ${plan.name} was opened without a page of ${plan.parent}`, {
    code: 'no_parent_page',
    hint: 'let the pipeline open it',
    context: { resource: plan.name },
  })
}
