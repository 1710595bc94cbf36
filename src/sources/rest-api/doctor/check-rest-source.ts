import { createConfigReader } from '../../../config/resolve.ts'
import type { Page } from '../../../contracts/page.ts'
import type { ConfigReader, Resource, Source } from '../../../contracts/resource.ts'
import { pickResources } from '../../../extract/pick-resources.ts'
import { rowPages } from '../../../extract/row-pages.ts'
import { checkResource, type PlanTables } from './check-resource.ts'
import { type Probe, probeResource } from './probe-resource.ts'
import type { ResourceCheck, RestCheck } from './report.ts'

export interface CheckOptions {
  /** Only these, and what they depend on; by default all that are selected. */
  readonly resources?: readonly string[]
  readonly signal?: AbortSignal
  /** Where `.dlt/` is looked for; the working directory by default. */
  readonly projectDir?: string
  /** Instead of the files and the environment. */
  readonly reader?: ConfigReader
  /** Seconds that the API may make a resource wait in all; 10 by default. */
  readonly maxWaitSeconds?: number
  /** Says which tables rows would become; none are reported where it is absent. */
  readonly planTables?: PlanTables
  /** Told of each resource when it has been looked at. */
  readonly onResource?: (check: ResourceCheck) => void
}

/**
 * Looks at the first pages of each resource: what answers, where rows and the next page are found, which fields are keys and
 * cursors, and what to write into the configuration. Loads nothing; a resource that fails does not keep the others.
 *
 * @throws ConfigError where the configuration is wrong or a named resource is not there.
 * @example
 * const check = await checkRestSource(restApiSource({ client: { baseUrl: 'https://api.example.com' }, resources: ['users'] }))
 * if (!check.ok) console.log(check.resources.flatMap(({ problems }) => problems))
 */
export async function checkRestSource(source: Source, options: CheckOptions = {}): Promise<RestCheck> {
  const { projectDir = process.cwd(), signal = new AbortController().signal, maxWaitSeconds = 10 } = options
  const reader = options.reader ?? createConfigReader({ projectDir, env: process.env })
  const all = await source.resources(reader)
  const checks: ResourceCheck[] = []
  const probes = new Map<string, Probe>()
  for (const resource of inOrder(wanted(all, options.resources, source.name))) {
    const parentRows = rowsOfParent(resource, probes)
    if (parentRows !== undefined && 'unread' in parentRows) {
      checks.push(unread(resource, parentRows.unread, checks))
    } else {
      const settings = { signal, projectDir, maxWaitMs: maxWaitSeconds * 1000 }
      const probe = await probeResource(resource, parentRows?.pages, settings)
      probes.set(resource.name, probe)
      // Rows of several parents, combined, are no resource of the source's own.
      if (!all.some(({ name }) => name === resource.name) && probe.error === undefined) continue
      checks.push(await checkResource(resource, probe, options.planTables))
    }
    const last = checks.at(-1)
    if (last !== undefined) options.onResource?.(last)
  }
  return { source: source.name, ok: checks.every(({ ok }) => ok), resources: checks }
}

type AnyResource = Resource<string, unknown>

function wanted(
  all: readonly AnyResource[],
  names: readonly string[] | undefined,
  source: string,
): readonly AnyResource[] {
  if (names === undefined || names.length === 0) return all.filter(({ selected }) => selected)
  return pickResources(all, names, source)
}

/** With those that they depend on, parents first. */
function inOrder(resources: readonly AnyResource[]): readonly AnyResource[] {
  const ordered = new Map<string, AnyResource>()
  const add = (resource: AnyResource): void => {
    if (resource.parent !== undefined) add(resource.parent)
    if (!ordered.has(resource.name)) ordered.set(resource.name, resource)
  }
  for (const resource of resources) add(resource)
  return [...ordered.values()]
}

function rowsOfParent(
  { parent }: AnyResource,
  probes: ReadonlyMap<string, Probe>,
): { readonly pages: readonly Page<unknown>[] } | { readonly unread: string } | undefined {
  if (parent === undefined) return undefined
  const pages = probes.get(parent.name)?.pages.flatMap(rowPages) ?? []
  return pages.length > 0 ? { pages } : { unread: parent.name }
}

/** A resource that nobody could ask for: no fault of its own where its parent is empty, but not where that failed. */
function unread(resource: AnyResource, parent: string, checks: readonly ResourceCheck[]): ResourceCheck {
  const failed = checks.some((one) => one.resource === parent && !one.ok)
  const why = `it was not asked for: ${parent} gave no rows to ask with`
  return {
    resource: resource.name,
    parent,
    ok: !failed,
    requests: [],
    keys: [],
    cursors: [],
    rateLimit: {},
    tables: [],
    problems: failed ? [why] : [],
    notes: failed ? [] : [why],
  }
}
