import { ConfigError } from '../errors/tolva-error.ts'
import { namingConvention } from '../naming/naming-convention.ts'
import { takeLease } from '../package/lease.ts'
import { listPackages, pendingPackages } from '../package/list-packages.ts'
import { openPackage } from '../package/seal-package.ts'
import { dropTables } from '../schema/drop-tables.ts'
import { nextLoadId } from '../schema/load-id.ts'
import { planDrop } from '../schema/plan-drop.ts'
import type { Schema } from '../schema/stored.ts'
import { connect, contextOf, type Engine, freshState } from './engine.ts'
import type { PackageInfo } from './load-info.ts'
import { loadPending } from './load-pending.ts'
import { type Draft, sealAll } from './prepare.ts'
import { withoutResources } from './refresh.ts'
import type { SourceState } from './state.ts'
import { syncPipeline } from './sync-pipeline.ts'
import { readWorkspace, type Workspace } from './workspace.ts'

/** What `drop` takes away. */
export interface DropOptions {
  /** Resources whose tables and state go. */
  readonly resources?: readonly string[]
  /** true: all resources. */
  readonly all?: boolean
  /** Keys at the top of a source's state that go too; `resources` is not one of them. */
  readonly statePaths?: readonly string[]
  /** true: state only, the tables stay. */
  readonly stateOnly?: boolean
  /** Default: the pipeline's default schema. */
  readonly schema?: string
  /** true: says what would be done and does nothing. */
  readonly dryRun?: boolean
}

/** What was dropped, or would be. */
export interface Dropped {
  readonly schema: string
  readonly resources: readonly string[]
  /** Nested tables before their parents. */
  readonly tables: readonly string[]
  /** Resources whose state goes. */
  readonly resourceStates: readonly string[]
  readonly statePaths: readonly string[]
  /** What did it; absent: nothing to do, or a dry run. */
  readonly package?: PackageInfo
}

/**
 * Drops tables and state of resources with a load package like any other: all of it or nothing.
 * @throws ConfigError `packages_pending`, `unknown_schema`, `unknown_resource`, `locked`.
 */
export async function dropResources(engine: Engine, options: DropOptions): Promise<Dropped> {
  if (options.dryRun) return plan(await workspaceOf(engine), options).dropped
  await refusePending(engine)
  await syncPipeline(engine)
  await using _lease = await takeLease(engine.folder, engine.context.now)
  await refusePending(engine)
  const workspace = await workspaceOf(engine)
  const { dropped, live, state } = plan(workspace, options)
  if (dropped.tables.length + dropped.resourceStates.length + dropped.statePaths.length === 0) return dropped
  const context = contextOf(engine)
  const loadId = nextLoadId(context.now() / 1000, (await listPackages(engine.folder)).at(-1)?.loadId)
  await openPackage(engine.folder, loadId)
  const draft = draftOf(live, { loadId, state, tables: dropped.tables })
  await sealAll([draft], { engine, context, workspace, remote: undefined })
  await using loader = await connect(engine, workspace, { context })
  const tried: PackageInfo[] = []
  await loadPending({ engine, context, loader, own: new Set([loadId]), tried })
  const [info] = tried
  return { ...dropped, ...(info && { package: info }) }
}

async function workspaceOf(engine: Engine): Promise<Workspace> {
  return readWorkspace(engine.folder, freshState(engine, await engine.destination()))
}

async function refusePending(engine: Engine): Promise<void> {
  const pending = await pendingPackages(engine.folder)
  if (pending.length === 0) return
  throw new ConfigError(`Pipeline ${engine.name} has ${pending.length} package(s) that are not loaded.`, {
    code: 'packages_pending',
    hint: 'Load them with pipeline.load(), or give them up with pipeline.abort(), then drop.',
    context: { pipeline: engine.name },
  })
}

interface Plan {
  readonly dropped: Dropped
  readonly live: Schema
  readonly state: SourceState | undefined
}

function plan({ schemas, state }: Workspace, options: DropOptions): Plan {
  const name = options.schema ?? state.default_schema_name
  const live = name === null ? undefined : schemas.get(name)
  if (name === null || live === undefined) {
    throw new ConfigError(`There is no schema ${name ?? ''} to drop from.`, {
      code: 'unknown_schema',
      hint: schemas.size === 0 ? 'Nothing was loaded yet.' : `Choose one of ${[...schemas.keys()].join(', ')}.`,
    })
  }
  const before = state.sources?.[name]
  const wanted = (resource: string) => options.all === true || (options.resources ?? []).includes(resource)
  const tables = planDrop(live, wanted)
  const resourceStates = Object.keys(before?.resources ?? {}).filter(wanted)
  requireKnown(options.resources ?? [], { live, states: before?.resources ?? {} })
  const statePaths = (options.statePaths ?? []).filter((path) => path !== 'resources' && path in (before ?? {}))
  const rest = before === undefined ? undefined : withoutResources(before, wanted)
  const kept = rest && Object.fromEntries(Object.entries(rest).filter(([key]) => !statePaths.includes(key)))
  const going = options.stateOnly ? { tables: [], resources: [] } : tables
  return {
    dropped: { schema: name, resources: going.resources, tables: going.tables, resourceStates, statePaths },
    live,
    state: kept,
  }
}

function requireKnown(
  names: readonly string[],
  { live, states }: { readonly live: Schema; readonly states: Readonly<Record<string, unknown>> },
): void {
  const known = new Set([...planDrop(live, () => true).resources, ...Object.keys(states)])
  const unknown = names.filter((name) => !known.has(name))
  if (unknown.length === 0) return
  throw new ConfigError(`Schema ${live.name} has no resource ${unknown.join(', ')}.`, {
    code: 'unknown_resource',
    hint: known.size === 0 ? 'It has no resources at all.' : `Choose from ${[...known].join(', ')}.`,
    context: { source: live.name },
  })
}

/** A package without rows. */
function draftOf(
  live: Schema,
  of: { readonly loadId: string; readonly state: SourceState | undefined; readonly tables: readonly string[] },
): Draft {
  const schema = dropTables(live, of.tables)
  const seen = new Set(planDrop(live, () => true).withData)
  return {
    source: { name: live.name },
    loadId: of.loadId,
    reset: true,
    opened: {
      live,
      base: schema,
      naming: namingConvention(live.normalizers.names),
      drop: of.tables.filter((table) => seen.has(table)),
      truncate: [],
    },
    built: {
      base: schema,
      hinted: schema,
      normalized: { schema, jobs: [], tables: [], nullOnlyColumns: {}, discarded: [] },
      state: of.state,
      resources: {},
      warnings: [],
      replace: [],
      seconds: { extract: 0, normalize: 0 },
    },
  }
}
