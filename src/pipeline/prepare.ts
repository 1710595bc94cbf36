import type { Context } from '../contracts/context.ts'
import type { Destination } from '../contracts/destination.ts'
import type { LoadPackage, PackageReport } from '../contracts/load-package.ts'
import type { Resumed } from '../extract/resume/resumed.ts'
import { confirmSealed } from '../package/confirm-sealed.ts'
import { discardPackage } from '../package/mark-package.ts'
import { writeRestorePoint } from '../package/restore-point.ts'
import { openPackage, sealPackage } from '../package/seal-package.ts'
import { nextLoadId } from '../schema/load-id.ts'
import { schemaChanges } from '../schema/schema-changes.ts'
import { storedText, toStored } from '../schema/stored-form.ts'
import { type Built, buildPackage, extractedSchema, finalSchema, reportOf, withoutData } from './build-package.ts'
import { type Checkpoint, type CheckpointCounter, checkpointCounter } from './checkpoint.ts'
import { emptyDraft } from './empty-draft.ts'
import { connect, type Engine } from './engine.ts'
import { jobFormat } from './job-formats.ts'
import { type OpenedSchema, openSchema } from './open-schema.ts'
import { type Refresh, refreshState } from './refresh.ts'
import { exportSchema, importSchema, linkImport } from './schema-files.ts'
import { openReading, type ReadingOptions, type SourceReading } from './source-reading.ts'
import type { OpenSource } from './sources-of.ts'
import {
  bumpState,
  markStored,
  needsStoring,
  type PipelineState,
  stateDocument,
  stateText,
  unmarked,
  withSchemaName,
  withSourceState,
} from './state.ts'
import type { Synced } from './sync.ts'
import { forgetUnfinished, givenUpText, refreshOf, unfinishedRun } from './unfinished.ts'
import { saveWorkspace, type Workspace } from './workspace.ts'

export interface PrepareOptions {
  readonly engine: Engine
  readonly context: Context
  readonly destination: Destination
  readonly workspace: Workspace
  readonly sources: readonly OpenSource[]
  /** The newest load id known. */
  readonly previousLoadId: string | undefined
  readonly refresh?: Refresh | undefined
  /** When it aborts no further page is asked for, and what was read is kept. The context's signal breaks off at once. */
  readonly stop?: AbortSignal | undefined
}

export interface SealOptions extends PrepareOptions {
  /** State that the destination must still have when these packages are loaded; null: none is asked for. */
  readonly expectedState: LoadPackage['expectedState']
  readonly checkpoint?: Checkpoint | false | undefined
  /** Default true: pages are kept on disk until they are sealed. */
  readonly pageLog?: boolean | undefined
  /** Default true: an unfinished run is gone on with. */
  readonly resume?: boolean | undefined
  /** Called with each package that was sealed while its source has more; undefined: it waits. */
  readonly onSegment?: ((segment: Segment) => Promise<void>) | undefined
}

/** A package with a part of a source. */
export interface Segment {
  readonly load: LoadPackage
  readonly workspace: Workspace
}

export interface Prepared {
  readonly workspace: Workspace
  readonly packages: readonly LoadPackage[]
  /** Of sources that gave nothing to load, so that no package was made for them. */
  readonly idle: readonly PackageReport[]
  readonly seconds: { readonly extract: number; readonly normalize: number }
}

/** With packages that were sealed before the last ones. */
export interface PreparedRun extends Prepared {
  /** Everything that was sealed, the oldest first. */
  readonly packages: readonly LoadPackage[]
  readonly resumed: readonly Resumed[]
}

/** A package but for its state. */
export interface Draft {
  readonly source: Pick<OpenSource, 'name'>
  readonly loadId: string
  readonly opened: OpenedSchema
  readonly built: Built
  /** true: state was reset, which dlt writes down even where there was none. */
  readonly reset: boolean
}

/**
 * Extracts, normalizes and seals a package for each source, and further ones at checkpoints. On an error what was sealed stays;
 * of the rest nothing is left but logged pages and files that no manifest names.
 */
export async function prepare(options: SealOptions): Promise<PreparedRun> {
  let { workspace, expectedState } = options
  const packages: LoadPackage[] = []
  const readings: SourceReading[] = []
  // A limited run is a sample: it neither goes on with another nor is gone on with.
  const isSample = options.sources.some(({ limit }) => limit !== undefined)
  const checkpoint = checkpointCounter(options.checkpoint)
  if (options.resume === false) workspace = await forgetUnfinished(workspace, options)
  try {
    const drafts = await buildAll(
      { ...options, workspace },
      {
        folderOf: (loadId) => openPackage(options.engine.folder, loadId),
        checkpoint: isSample ? undefined : checkpoint,
        resume: isSample ? undefined : { pageLog: options.pageLog ?? true },
        readings,
        workspace: () => workspace,
        async seal(draft) {
          const sealed = await sealAll([draft], { ...options, workspace, expectedState })
          workspace = sealed.workspace
          expectedState = stateOf(workspace.state)
          packages.push(...sealed.packages)
          for (const load of sealed.packages) await options.onSegment?.({ load, workspace })
        },
      },
    )
    const carrier = await stateCarrier(drafts, { ...options, workspace })
    const all = carrier === undefined ? drafts : [...drafts, carrier]
    const sealed = await sealAll(all, { ...options, workspace, expectedState })
    for (const reading of readings) await reading.finished()
    return {
      ...sealed,
      packages: [...packages, ...sealed.packages],
      resumed: readings.flatMap((reading) => reading.resumed()),
    }
  } finally {
    for (const reading of readings) await reading.close()
  }
}

/** A package for the state alone: it goes with the default schema, of which this run has no source. */
async function stateCarrier(
  drafts: readonly Draft[],
  { engine, context, workspace }: Pick<PrepareOptions, 'engine' | 'context' | 'workspace'>,
): Promise<Draft | undefined> {
  const state = stateAfter(workspace.state, drafts)
  const name = state.default_schema_name
  const schema = name === null ? undefined : workspace.schemas.get(name)
  if (schema === undefined || drafts.some(({ source }) => source.name === name) || !needsStoring(state))
    return undefined
  const loadId = nextId(context, drafts.at(-1)?.loadId)
  await openPackage(engine.folder, loadId)
  return emptyDraft({ live: schema, base: schema, loadId, state: state.sources?.[schema.name] })
}

/** Seals the drafts and saves what they make of state and schemas. */
export async function sealAll(
  drafts: readonly Draft[],
  options: Pick<SealOptions, 'engine' | 'context' | 'workspace' | 'expectedState'> & {
    /** true: the next run stores the state once more, as dlt does after a drop. Default false. */
    readonly storeAgain?: boolean
  },
): Promise<Prepared> {
  const state = stateAfter(options.workspace.state, drafts)
  const withState = needsStoring(state) || drafts.some(({ opened }) => opened.drop.length > 0)
  const marked = withState ? markStored(state, new Date(options.context.now()).toISOString()) : state
  const stored = options.storeAgain ? unmarked(marked) : marked
  const bearer = drafts.find(({ built }) => built.base.name === state.default_schema_name) ?? drafts.at(-1)
  const schemas = new Map(options.workspace.schemas)
  const packages: LoadPackage[] = []
  const idle: PackageReport[] = []
  const together = drafts
    .filter((draft) => (withState && draft === bearer) || !isEmpty(draft))
    .map(({ loadId }) => loadId)
  let asked = options.expectedState
  for (const draft of drafts) {
    const carries = withState && draft === bearer
    const isIdle = !carries && isEmpty(draft)
    const final = finalSchema(isIdle ? withoutData(draft.built) : draft.built, { ...draft.opened, withState: carries })
    const schema = await linkImport(
      options.engine.importSchemaDir,
      final,
      extractedSchema(draft.built.hinted, draft.opened.naming, carries),
    )
    schemas.set(schema.name, schema)
    const report = { ...reportOf(draft.built, carries), schemaChanges: schemaChanges(draft.opened.live, schema) }
    if (isIdle) {
      idle.push(report)
      await discardPackage(options.engine.folder, draft.loadId)
      continue
    }
    const load: LoadPackage = {
      version: 1,
      loadId: draft.loadId,
      pipeline: options.engine.name,
      dataset: options.engine.dataset,
      schema: toStored(schema),
      replace: draft.built.replace,
      drop: draft.opened.drop,
      truncate: draft.opened.truncate,
      jobs: draft.built.normalized.jobs,
      ...(together.length > 1 && { together }),
      state: carries ? stateDocument(stored) : null,
      expectedState: asked,
      report,
      createdAt: new Date(options.context.now()).toISOString(),
    }
    await writeRestorePoint(options.engine.folder, load.loadId, {
      state: stateText(options.workspace.state),
      schema: draft.opened.live === undefined ? null : storedText(draft.opened.live),
      schemaName: schema.name,
    })
    await sealPackage(options.engine.folder, load, { until: together.at(-1) })
    options.context.emit({ type: 'package', loadId: load.loadId, state: 'sealed' })
    packages.push(load)
    if (carries) asked = null
  }
  for (const { loadId } of packages) await confirmSealed(options.engine.folder, loadId)
  const workspace = { state: stored, schemas }
  await saveWorkspace(options.engine.folder, workspace, options.workspace)
  for (const { source } of drafts) {
    const schema = schemas.get(source.name)
    if (schema !== undefined) await exportSchema(options.engine.exportSchemaDir, schema)
  }
  const sum = (part: 'extract' | 'normalize') => drafts.reduce((total, { built }) => total + built.seconds[part], 0)
  return { workspace, packages, idle, seconds: { extract: sum('extract'), normalize: sum('normalize') } }
}

/** Nothing to load and nothing to take away: as in dlt no package is made, and no load is recorded. */
function isEmpty({ opened, built }: Draft): boolean {
  return [opened.drop, opened.truncate, built.replace, built.normalized.jobs].every((list) => list.length === 0)
}

/** How sources are read into packages. */
export interface Building {
  /** Absolute path of the folder for the files of a load id. */
  readonly folderOf: (loadId: string) => Promise<string>
  /** Absent: each source is one package. */
  readonly checkpoint?: CheckpointCounter | undefined
  /** Absent: sources are read as if there had been no run before, and nothing of them is kept. */
  readonly resume?: ReadingOptions['resume']
  /** Gets what was opened, to be closed. */
  readonly readings: SourceReading[]
  /** State and schemas as they are now. */
  readonly workspace: () => Workspace
  /** Seals a package whose source has more. */
  readonly seal?: (draft: Draft) => Promise<void>
}

/** Extracts and normalizes each source into job files, to the last of its packages, which is returned. */
export async function buildAll(options: PrepareOptions, building: Building): Promise<readonly Draft[]> {
  const drafts: Draft[] = []
  const run = unfinishedRun(options) ?? options.previousLoadId ?? ''
  let previous = options.previousLoadId
  for (const source of options.sources) {
    const draft = await buildSource(source, { options, building, run, previous })
    previous = draft.loadId
    drafts.push(draft)
  }
  return drafts
}

interface SourceBuilding {
  readonly options: PrepareOptions
  readonly building: Building
  readonly run: string
  readonly previous: string | undefined
}

async function buildSource(source: OpenSource, { options, building, run, previous }: SourceBuilding): Promise<Draft> {
  const { engine, context, destination, stop } = options
  const before = building.workspace().state.sources?.[source.name]
  const refresh = refreshOf(before, options.refresh)
  const { maxLength } = destination.capabilities.identifier
  const live = await importSchema(engine.importSchemaDir, source.name, building.workspace().schemas.get(source.name))
  let opened = await openSchema(source, { live, maxLength, reader: engine.reader, refresh })
  if (opened.drop.length + opened.truncate.length > 0) {
    context.emit({ type: 'refresh', source: source.name, drop: opened.drop, empty: opened.truncate })
  }
  const state = refresh === undefined ? before : refreshState(before, refresh, source.resources)
  const { resume, readings, checkpoint } = building
  const givenUp = givenUpText(before, refresh)
  const reading = await openReading({ source, engine, context, stop, state, run, refresh, resume, givenUp })
  readings.push(reading)
  checkpoint?.restart()
  for (let [loadId, first] = [nextId(context, previous), true]; ; loadId = nextId(context, loadId), first = false) {
    const built = await buildPackage({
      source,
      reading,
      ...opened,
      capabilities: destination.capabilities,
      formatOf: (schema, table) => jobFormat(destination, schema, table),
      loadId,
      folder: await building.folderOf(loadId),
      context,
      checkpoint,
      holdsInexact:
        opened.live &&
        (async (table, column) => {
          await using loader = await connect(engine, building.workspace(), { context, readOnly: true, orEmpty: true })
          return await loader.holdsInexact(table, column)
        }),
    })
    if (built === undefined) throw stop?.reason
    const reset = first && live !== undefined && refresh !== undefined
    const draft: Draft = { source, loadId, opened, built, reset }
    if (!built.unfinished) return draft
    await building.seal?.(draft)
    await reading.sealed()
    if (reading.stopped) throw stop?.reason
    checkpoint?.restart()
    const schema = building.workspace().schemas.get(source.name) ?? opened.base
    opened = { live: schema, base: schema, naming: opened.naming, drop: [], truncate: [] }
  }
}

function stateAfter(before: PipelineState, drafts: readonly Draft[]): PipelineState {
  let state = before
  for (const { source, built, reset } of drafts) {
    state = withSchemaName(state, source.name)
    if (reset) state = { ...state, sources: state.sources ?? {} }
    state = withSourceState(state, source.name, built.state)
  }
  return bumpState(state)
}

/** Nobody else may have been the first. */
const NO_STATE: LoadPackage['expectedState'] = { version: 0, hash: '' }

/** What a package asks of the state at the destination. */
export function expectedStateOf(remote: Synced['remote']): LoadPackage['expectedState'] {
  if (remote === null) return NO_STATE
  if (remote === undefined || remote.versionHash === null) return null
  return { version: remote.version, hash: remote.versionHash }
}

function stateOf({ _state_version: version, _version_hash: hash }: PipelineState): LoadPackage['expectedState'] {
  return hash === undefined ? null : { version, hash }
}

function nextId(context: Context, previous: string | undefined): string {
  return nextLoadId(microseconds(context.now()) / 1e6, previous)
}

/** Whole microseconds; the clock's milliseconds with digits of the monotonic clock below them. */
function microseconds(now: number): number {
  return Math.round((now + (performance.now() % 1)) * 1000)
}
