import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Context } from '../contracts/context.ts'
import type { Destination, Loader } from '../contracts/destination.ts'
import { pendingPackages } from '../package/list-packages.ts'
import { SYSTEM_TABLES } from '../schema/system-tables.ts'
import { tablesByResource } from '../schema/table-chain.ts'
import { reportOf } from './build-package.ts'
import { buildSources } from './build-sources.ts'
import { checkAbilities } from './check-abilities.ts'
import type { Draft } from './draft.ts'
import { connect, contextOf, type Engine, freshState, targetOf } from './engine.ts'
import { type Plan, type PlanData, planInfo } from './plan-info.ts'
import { planWarnings } from './plan-warnings.ts'
import { plannedTables } from './planned-tables.ts'
import type { RunData, RunOptions } from './run-options.ts'
import { defaultSchemaName } from './schema-name.ts'
import type { SourceReading } from './source-reading.ts'
import { type OpenSource, openSources } from './sources-of.ts'
import { newestSnapshot } from './state-snapshots.ts'
import { syncWorkspace } from './sync.ts'
import { readWorkspace, type Workspace } from './workspace.ts'

/**
 * What a run would do, found out by reading a page of each resource (more by `limit`): tables, columns, statements, what
 * contracts set aside. Neither the working folder nor the destination changes.
 *
 * @throws TolvaError as the run would.
 */
export async function planRun(engine: Engine, data: RunData, options: RunOptions): Promise<Plan> {
  const context = contextOf(engine, options)
  const destination = await engine.destination()
  const local = await readWorkspace(engine.folder, freshState(engine, destination))
  const folder = await mkdtemp(join(tmpdir(), 'tolva-plan-'))
  try {
    await using loader = await connect(engine, local, { context, readOnly: true, orEmpty: true })
    const workspace = await startOf(engine, { local, loader, context, destination })
    const sources = await sourcesOf(engine, { data, workspace, options })
    checkAbilities(sources, destination)
    const readings: SourceReading[] = []
    const drafts = await buildSources(
      { engine, context, destination, workspace, sources, previousLoadId: undefined, refresh: options.refresh },
      { folderOf: () => mkdtemp(join(folder, 'package-')), readings, workspace: () => workspace },
    )
    for (const reading of readings) await reading.close()
    const parts: PlanPart[] = []
    for (const draft of drafts) {
      const source = sources.find(({ name }) => name === draft.source.name)
      if (source !== undefined) parts.push(await partOf(draft, { source, loader, destination }))
    }
    const pending = (await pendingPackages(engine.folder)).length
    const waiting = pending === 0 ? [] : [`${pending} package(s) wait to be loaded; a run deals with them first.`]
    return planInfo({
      pipeline: engine.name,
      destination: destination.name,
      dataset: engine.dataset,
      location: destination.location(targetOf(engine, workspace)),
      resources: Object.assign({}, ...parts.map((part) => part.resources)),
      tables: parts.flatMap((part) => part.tables),
      statements: parts.flatMap((part) => part.statements),
      discarded: parts.flatMap((part) => part.discarded),
      widened: parts.flatMap((part) => part.widened),
      warnings: [...waiting, ...parts.flatMap((part) => part.warnings)],
    })
  } finally {
    await context.traffic?.finish({ failed: true, interrupted: false })
    await rm(folder, { recursive: true, force: true })
  }
}

/** State and schemas that the run would begin with. */
async function startOf(
  engine: Engine,
  from: {
    readonly local: Workspace
    readonly loader: Loader
    readonly context: Context
    readonly destination: Destination
  },
): Promise<Workspace> {
  const { local, loader, context, destination } = from
  if (engine.devMode) return local
  const { workspace } = await syncWorkspace(loader, local, {
    pipeline: engine.name,
    fresh: { ...freshState(engine, destination), localDir: local.state._local.initial_cwd },
    pending: (await pendingPackages(engine.folder)).length > 0,
    snapshot: await newestSnapshot(engine, loader),
    now: context.now,
  })
  return workspace
}

async function sourcesOf(
  engine: Engine,
  of: { readonly data: RunData; readonly workspace: Workspace; readonly options: RunOptions },
): Promise<readonly OpenSource[]> {
  const name = of.workspace.state.default_schema_name ?? defaultSchemaName(engine.name)
  return openSources(
    of.data,
    { limit: 1, ...of.options },
    { reader: engine.reader, defaultName: name, evolution: engine.evolution },
  )
}

type PlanPart = Pick<PlanData, 'resources' | 'tables' | 'statements' | 'discarded' | 'widened' | 'warnings'>

async function partOf(
  draft: Draft,
  {
    source,
    loader,
    destination,
  }: { readonly source: OpenSource; readonly loader: Loader; readonly destination: Destination },
): Promise<PlanPart> {
  const { built, opened } = draft
  const { schema: after, tables: loaded, widened, discarded } = built.normalized
  const report = reportOf(built, false)
  const selected = new Set(source.resources.filter((one) => one.selected).map((one) => one.name))
  const own = [...tablesByResource(after.tables)].flatMap(([resource, tables]) =>
    selected.has(resource) ? tables.map(({ name }) => name) : [],
  )
  const names = [...new Set([...own, ...loaded])].filter((name) => !isSystem(name))
  const before = opened.live
  const statements = await loader.changes({
    schema: after,
    loaded,
    widened,
    drop: opened.drop,
    truncate: opened.truncate,
    replace: built.replace,
  })
  return {
    resources: built.resources,
    tables: plannedTables(after, names, { schema: before, widened, rows: report.rowCounts }),
    statements,
    discarded,
    widened,
    warnings: [...report.warnings, ...planWarnings(source, { before, after, names }, destination.capabilities)],
  }
}

const isSystem = (name: string) => Object.values(SYSTEM_TABLES).some((table) => table === name)
