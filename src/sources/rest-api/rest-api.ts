import type { Page } from '../../contracts/page.ts'
import type { Resource, ResourceContext } from '../../contracts/resource.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { defineResource } from '../../extract/define-resource.ts'
import type { Auth } from '../../http/auth/auth.ts'
import { createHttpClient, DEFAULT_CONCURRENT } from '../../http/client.ts'
import { checkConditional } from './check-conditional.ts'
import { checkConfig } from './check-config.ts'
import { clientOptions } from './client-options.ts'
import { collectSecrets } from './collect-secrets.ts'
import type { RestApiConfig } from './config.ts'
import { createAuths } from './create-auths.ts'
import { crossedParents } from './crossed-parents.ts'
import { type CustomConfig, withCustomKinds } from './custom-kinds.ts'
import { type Lineage, type Member, planLineages } from './lineage.ts'
import { mergeDefaults } from './merge-defaults.ts'
import { secretKeysOf } from './name-secret-keys.ts'
import { orderResources } from './order-resources.ts'
import { type ParentValues, parentValues } from './parent-rows.ts'
import { planResource } from './plan-resource.ts'
import type { ResourcePlan } from './resource-plan.ts'
import { resumeKeyOf } from './resume-key.ts'
import { tellOnce } from './tell-once.ts'
import { cursorParamsOf, type WalkSettings } from './walk.ts'
import { walkPages } from './walk-pages.ts'

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
export function restApi(config: CustomConfig): readonly Resource[]
export function restApi(config: RestApiConfig): readonly Resource[]
export function restApi(config: RestApiConfig | CustomConfig): readonly Resource[] {
  const own: unknown = withCustomKinds({ ...config })
  checkConfig(own)
  return buildResources(own)
}

function buildResources(config: RestApiConfig): readonly Resource[] {
  const { client } = config
  const authOf = createAuths(client.auth)
  const entries = config.resources.map((item) => planEntry(item, config, authOf))
  const plans = entries.flatMap(({ entry }) => ('kind' in entry ? [] : [entry]))
  // What one endpoint may have under way at once the client must let through.
  const atOnce = Math.max(DEFAULT_CONCURRENT, ...plans.map(({ concurrency = 0 }) => concurrency))
  const settings: WalkSettings = {
    client: createHttpClient({ maxConcurrent: atOnce, ...clientOptions(client) }),
    secrets: collectSecrets(config),
    secretKeys: secretKeysOf(config),
    trustedHosts: client.trustedHosts ?? [],
    once: tellOnce(),
  }
  const ordered = orderResources(entries)
  const lineages = planLineages(ordered)
  checkConditional(plans)
  const built = new Map<string, Resource>()
  for (const { name, entry } of ordered) {
    built.set(name, 'kind' in entry ? entry : buildResource(entry, settings, familyOf(name, lineages, built)))
  }
  return entries.flatMap(({ name }) => built.get(name) ?? [])
}

interface Entry extends Member {
  readonly entry: ResourcePlan | Resource
}

/** How a resource stands to its parents, and what it is opened with pages of. */
interface Family {
  readonly lineage: Lineage
  readonly parent: Resource<string, unknown> | undefined
}

const ALONE: Lineage = { driver: undefined, crossed: [], combines: [], carries: [], tells: new Set() }

function familyOf(name: string, lineages: ReadonlyMap<string, Lineage>, built: ReadonlyMap<string, Resource>): Family {
  const lineage = lineages.get(name) ?? ALONE
  const driver = built.get(lineage.driver ?? '')
  if (driver === undefined || lineage.crossed.length === 0) return { lineage, parent: driver }
  const others = lineage.crossed.flatMap((other) => built.get(other) ?? [])
  return { lineage, parent: crossedParents({ name, driver, others, combines: lineage.combines }) }
}

function planEntry(
  item: RestApiConfig['resources'][number],
  { client, resourceDefaults = {}, resources }: RestApiConfig,
  authOf: (option: NonNullable<RestApiConfig['client']>['auth']) => Auth | undefined,
): Entry {
  if (typeof item === 'object' && 'kind' in item) {
    // The parent that it was built with needs not be in the list.
    const parents = resources.flatMap((one) => (one === item.parent ? [item.parent.name] : []))
    return { name: item.name, parents, entry: item }
  }
  const merged = mergeDefaults(typeof item === 'string' ? { name: item } : item, resourceDefaults)
  const plan = planResource(merged, client, authOf(merged.endpoint.auth))
  return { name: plan.name, parents: plan.parents, needs: plan.needs, entry: plan }
}

function buildResource(plan: ResourcePlan, settings: WalkSettings, { lineage, parent }: Family): Resource {
  const parentOf = (page: Page<unknown>): ParentValues => {
    const values = parentValues(page, plan, lineage)
    if (values === undefined) throw needsParentPage(plan)
    return values
  }
  const open = (context: ResourceContext, parentPage?: Page<unknown>) => {
    if (plan.unset.length > 0) throw unsetSetting(plan)
    const cursorParams = cursorParamsOf(plan, context.incremental)
    // The rows of a parent are read side by side, each of them page after page.
    const pagesAtOnce = parentPage === undefined ? (plan.concurrency ?? 1) : 1
    const from = parentPage && parentOf(parentPage)
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
        keyOf: (row) => Object.fromEntries(parentOf(row).bound),
      },
      open(context, parentPage) {
        if (parentPage === undefined) throw needsParentPage(plan)
        return open(context, parentPage)
      },
    }),
  )
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

function unsetSetting({ name, unset }: ResourcePlan): ConfigError {
  return new ConfigError(`resource ${name} needs the setting ${unset.join(' and ')}, which has no value`, {
    code: 'missing_config',
    hint: 'put it into .dlt/config.toml under [sources.<name>], where restApiSource looks for it, or give the value itself',
    context: { resource: name },
  })
}

function needsParentPage(plan: ResourcePlan): ConfigError {
  return new ConfigError(`resource ${plan.name} was opened without a row of ${plan.parents.join(' and ')}`, {
    code: 'no_parent_page',
    hint: 'let the pipeline open it',
    context: { resource: plan.name },
  })
}
