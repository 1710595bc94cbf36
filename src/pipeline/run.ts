import type { Context } from '../contracts/context.ts'
import type { RunEvent } from '../contracts/events.ts'
import type { PackageReport } from '../contracts/load-package.ts'
import { TolvaError } from '../errors/tolva-error.ts'
import type { Resumed } from '../extract/resume/resumed.ts'
import { type Lease, takeLease } from '../package/lease.ts'
import { listPackages } from '../package/list-packages.ts'
import { sweep } from '../package/sweep.ts'
import { newestLoadId } from '../schema/load-id.ts'
import { breakingSignal } from './breaking-signal.ts'
import { checkAbilities } from './check-abilities.ts'
import { discardHeld } from './discard.ts'
import { endTraffic, recordRun, sweepAfter, tellOfLoaded, throwWhereLost } from './end-of-run.ts'
import { connect, contextOf, type Engine, targetOf, underLease } from './engine.ts'
import { expectedStateOf } from './expected-state.ts'
import { type LoadInfo, type LoadInfoData, loadInfo, type Overridden, type PackageInfo, totals } from './load-info.ts'
import { decidePending, loadPending, packageInfo } from './load-pending.ts'
import { openWorkspace } from './open-workspace.ts'
import { overriddenBy, overriddenText } from './overridden.ts'
import { type PreparedRun, prepare, type Segment } from './prepare.ts'
import { refusedSecrets } from './refused-secrets.ts'
import { failureOf, loadFailed, shortFailureOf } from './run-failure.ts'
import { openRunJournal } from './run-journal.ts'
import type { RunData, RunOptions } from './run-options.ts'
import { defaultSchemaName } from './schema-name.ts'
import { type OpenSource, openSources } from './sources-of.ts'
import { Steps } from './steps.ts'
import type { Synced } from './sync.ts'
import { syncLocal } from './sync-pipeline.ts'
import { tidy } from './tidy.ts'
import { askedOptions, nextRun } from './trace.ts'
import { saveWorkspace, type Workspace } from './workspace.ts'

/** Which halves of a run are wanted. */
export interface RunParts {
  readonly prepare: boolean
  readonly load: boolean
}

/** How long the page under way may take once the run is to stop. */
const GRACE_MS = 5000

/** What is to be run. */
export interface RunJob {
  readonly data?: RunData
  readonly options: RunOptions
  readonly parts: RunParts
  /** Load id of the last package that is loaded; absent: all. */
  readonly until?: string
}

/**
 * lease → finish what is pending → take over the destination's state → extract, normalize, seal → load → report.
 *
 * @throws TolvaError with pipeline and step in its context; what was sealed stays, what was loaded stays loaded.
 */
export async function run(idleEngine: Engine, job: RunJob): Promise<LoadInfo> {
  const startedAt = idleEngine.context.now()
  const begun = performance.now()
  await using lease = await takeLease(idleEngine.folder, idleEngine.context)
  const engine = underLease(idleEngine, lease)
  const at = new Date(startedAt).toISOString()
  const name = await nextRun(engine.folder, at)
  using journal = openRunJournal(engine.folder, { run: name, startedAt: at, lease: lease.holder.id }, engine.context)
  const context = contextOf(engine, job.options, journal.onEvent)
  context.emit({ type: 'run-started', run: name, at: startedAt })
  const end = (outcome: RunOutcome) => context.emit({ type: 'run-finished', at: context.now(), ...outcome })
  try {
    const info = await runUnder(lease, { ...job, engine, context, name, startedAt, begun })
    end({ outcome: 'completed' })
    return info
  } catch (error) {
    end({ outcome: 'failed', error: shortFailureOf(error) })
    throw error
  }
}

type RunOutcome = Pick<Extract<RunEvent, { readonly type: 'run-finished' }>, 'outcome' | 'error'>

interface LeasedRun extends RunJob {
  /** With the lease in its folder. */
  readonly engine: Engine
  readonly context: Context
  /** Of its record. */
  readonly name: string
  readonly startedAt: number
  /** The monotonic clock then. */
  readonly begun: number
}

async function runUnder(lease: Lease, job: LeasedRun): Promise<LoadInfo> {
  const { engine, context, startedAt, begun } = job
  const steps = new Steps(engine.name, context)
  const packages: PackageInfo[] = []
  const idle: PackageReport[] = []
  const overridden: Overridden[] = []
  const moved: string[] = []
  const resumed: Resumed[] = []
  const record = { run: job.name, asked: askedOptions(job.options) }
  const ofTraffic: string[] = []
  const destination = await engine.destination()
  const report = (workspace: Workspace): LoadInfoData => ({
    pipeline: engine.name,
    destination: destination.name,
    dataset: engine.dataset,
    location: destination.location(targetOf(engine, workspace)),
    startedAt: new Date(startedAt).toISOString(),
    // Not the clock's time: set back in between, it would lie before the start.
    finishedAt: new Date(startedAt + performance.now() - begun).toISOString(),
    steps: steps.infos,
    packages,
    idle,
    rowCounts: totals(packages),
    ...(resumed.length > 0 && { resumed }),
    overridden,
    warnings: [
      ...moved,
      ...overridden.map(overriddenText),
      ...refusedSecrets(engine.reader.traces()),
      ...packages.flatMap((pkg) => pkg.report.warnings),
      ...idle.flatMap((one) => one.warnings),
      ...ofTraffic,
    ],
  })
  let workspace = await openWorkspace(engine, destination, { overridden, moved })
  try {
    await sweep(engine.folder)
    workspace = await work(engine, { ...job, steps, packages, idle, resumed, overridden, workspace })
    ofTraffic.push(...(await endTraffic(context, job.options)))
  } catch (error) {
    ofTraffic.push(...(await endTraffic(context, { ...job.options, failed: true })))
    await throwWhereLost(lease, error)
    const located = steps.locate(error, 'run')
    const data = report(workspace)
    tellOfLoaded(packages, located, context)
    await sweepAfter(engine)
    await recordRun(engine, { ...data, ...record, ...failureOf(located) })
    throw packages.some(({ state }) => state === 'failed') ? loadFailed(located, data) : located
  }
  const info = loadInfo(report(workspace))
  const warning = await recordRun(engine, { ...info.toJSON(), ...record })
  await tidy(engine)
  return warning === undefined ? info : loadInfo({ ...info.toJSON(), warnings: [...info.warnings, warning] })
}

interface Work {
  readonly data?: RunData
  readonly options: RunOptions
  readonly parts: RunParts
  readonly until?: string
  readonly context: Context
  readonly steps: Steps
  /** Filled as packages are sealed and loaded. */
  readonly packages: PackageInfo[]
  /** Filled with what sources say that gave nothing to load. */
  readonly idle: PackageReport[]
  /** Filled with what was taken over of a run that stopped. */
  readonly resumed: Resumed[]
  readonly overridden: Overridden[]
  readonly workspace: Workspace
}

async function work(engine: Engine, job: Work): Promise<Workspace> {
  const { context, steps, packages } = job
  const none: ReadonlySet<string> = new Set()
  const load = (workspace: Workspace, own: ReadonlySet<string>) =>
    steps.time('load', async () => {
      await using loader = await connect(engine, workspace, { context })
      await loadPending({ engine, context, loader, own, until: job.until, tried: packages })
    })
  let workspace = job.workspace
  const data = job.data
  if (!job.parts.prepare || data === undefined) {
    await load(workspace, none)
    return loaded(engine, workspace)
  }
  const pending = job.parts.load ? await decidePending(engine) : 'nothing'
  if (pending === 'load') {
    await load(workspace, none)
    workspace = await loaded(engine, workspace)
  }
  if (pending === 'discard') workspace = await discarded(engine, { context, workspace })
  const sources = await openData(engine, { ...job, data, workspace })
  const synced = await steps.time('sync', () => syncLocal(engine, { context, workspace, wanted: job.parts.load }))
  if (synced.taken !== undefined) addOverridden(job.overridden, overriddenBy(synced.workspace.state, synced.taken))
  const isStopped = () => job.options.signal?.aborted === true
  const onSegment = async ({ load: segment, workspace: now }: Segment) => {
    if (job.parts.load && !isStopped()) return load(now, new Set([segment.loadId]))
    packages.push(packageInfo(segment, { state: 'sealed', pending: false }))
  }
  const sealed = await seal(engine, { ...job, ...synced, sources, onSegment })
  job.idle.push(...sealed.idle)
  job.resumed.push(...sealed.resumed)
  const own = sealed.packages.filter(({ loadId }) => !packages.some((known) => known.loadId === loadId))
  if (!job.parts.load) {
    packages.push(...own.map((pkg) => packageInfo(pkg, { state: 'sealed', pending: false })))
    return sealed.workspace
  }
  await load(sealed.workspace, new Set(own.map((pkg) => pkg.loadId)))
  return loaded(engine, sealed.workspace)
}

function addOverridden(all: Overridden[], more: readonly Overridden[]): void {
  for (const one of more) if (!all.some(({ setting }) => setting === one.setting)) all.push(one)
}

/** Opens the sources before anything else: what is missing in the configuration is said before a file is touched. */
async function openData(engine: Engine, job: Work & { readonly data: RunData }): Promise<readonly OpenSource[]> {
  const defaultName = job.workspace.state.default_schema_name ?? defaultSchemaName(engine.name)
  try {
    const from = { reader: engine.reader, defaultName, evolution: engine.evolution }
    const sources = await openSources(job.data, job.options, from)
    checkAbilities(sources, await engine.destination())
    return sources
  } catch (error) {
    throw job.steps.locate(error, 'extract')
  }
}

interface Sealing extends Work {
  readonly sources: readonly OpenSource[]
  readonly remote: Synced['remote']
  readonly onSegment: (segment: Segment) => Promise<void>
}

async function seal(engine: Engine, job: Sealing): Promise<PreparedRun> {
  const { context, steps, workspace, remote, options } = job
  const destination = await engine.destination()
  const startedAt = context.now()
  const begun = performance.now()
  try {
    const name = workspace.state.default_schema_name
    const sources = job.sources.map((source) => (source.named || name === null ? source : { ...source, name }))
    context.emit({ type: 'step-started', step: 'extract', at: startedAt })
    const canGoOn = sources.some(({ resources }) => resources.some(({ resumeKey }) => resumeKey !== undefined))
    using breaking = breakingSignal(options.signal, {
      graceMs: canGoOn ? GRACE_MS : 0,
      other: engine.folder.lease?.signal,
    })
    const prepared = await prepare({
      engine,
      context: { ...context, signal: breaking.signal },
      stop: options.signal,
      destination,
      workspace,
      sources,
      previousLoadId: newestLoadId((await listPackages(engine.folder)).at(-1)?.loadId, remote?.loadId),
      expectedState: expectedStateOf(remote),
      refresh: options.refresh,
      checkpoint: options.checkpoint ?? engine.checkpoint,
      pageLog: options.pageLog ?? engine.pageLog,
      resume: options.resume,
      onSegment: job.onSegment,
    })
    steps.record('extract', startedAt, prepared.seconds.extract)
    steps.record('normalize', startedAt, prepared.seconds.normalize)
    return prepared
  } catch (error) {
    const step = error instanceof TolvaError && error.name === 'SchemaError' ? 'normalize' : 'extract'
    throw steps.fail(step, { at: startedAt, begun }, error)
  }
}

/** Without the packages of earlier runs; what the destination had committed of them counts as loaded. */
async function discarded(
  engine: Engine,
  { context, workspace }: Pick<Work, 'context' | 'workspace'>,
): Promise<Workspace> {
  const done = await discardHeld(engine, workspace, {})
  const { loadIds } = done.discarded
  if (loadIds.length > 0) {
    const message = `${loadIds.length} package(s) of an earlier run were discarded: ${loadIds.join(', ')}`
    context.emit({ type: 'warning', code: 'packages_discarded', message })
  }
  return done.workspace
}

/** After a load the pipeline has run once. */
async function loaded(engine: Engine, workspace: Workspace): Promise<Workspace> {
  if (!workspace.state._local.first_run) return workspace
  const state = { ...workspace.state, _local: { ...workspace.state._local, first_run: false } }
  await saveWorkspace(engine.folder, { ...workspace, state }, workspace)
  return { ...workspace, state }
}
