import type { Context } from '../contracts/context.ts'
import type { Destination, StoredState } from '../contracts/destination.ts'
import type { LoadPackage, PackageReport } from '../contracts/load-package.ts'
import { confirmSealed } from '../package/confirm-sealed.ts'
import { discardPackage } from '../package/mark-package.ts'
import { writeRestorePoint } from '../package/restore-point.ts'
import { openPackage, sealPackage } from '../package/seal-package.ts'
import { nextLoadId } from '../schema/load-id.ts'
import { schemaChanges } from '../schema/schema-changes.ts'
import { storedText, toStored } from '../schema/stored-form.ts'
import { type Built, buildPackage, extractedSchema, finalSchema, reportOf, withoutData } from './build-package.ts'
import { emptyDraft } from './empty-draft.ts'
import { connect, type Engine } from './engine.ts'
import { jobFormat } from './job-formats.ts'
import { type OpenedSchema, openSchema } from './open-schema.ts'
import { type Refresh, refreshState } from './refresh.ts'
import { exportSchema, importSchema, linkImport } from './schema-files.ts'
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
import { saveWorkspace, type Workspace } from './workspace.ts'

export interface PrepareOptions {
  readonly engine: Engine
  readonly context: Context
  readonly destination: Destination
  readonly workspace: Workspace
  readonly sources: readonly OpenSource[]
  /** The newest load id known. */
  readonly previousLoadId: string | undefined
  /** State that the destination must still have when these packages are loaded; undefined: none is asked for. */
  readonly remote: StoredState | undefined
  readonly refresh?: Refresh | undefined
}

export interface Prepared {
  readonly workspace: Workspace
  readonly packages: readonly LoadPackage[]
  /** Of sources that gave nothing to load, so that no package was made for them. */
  readonly idle: readonly PackageReport[]
  readonly seconds: { readonly extract: number; readonly normalize: number }
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
 * Extracts, normalizes and seals a package for each source. On an error nothing of it is left but files that no manifest
 * names; state and schemas are those of before.
 */
export async function prepare(options: PrepareOptions): Promise<Prepared> {
  const drafts = await buildAll(options, (loadId) => openPackage(options.engine.folder, loadId))
  const carrier = await stateCarrier(drafts, options)
  return sealAll(carrier === undefined ? drafts : [...drafts, carrier], options)
}

/** A package for the state alone: it goes with the default schema, of which this run has no source. */
async function stateCarrier(
  drafts: readonly Draft[],
  { engine, context, workspace }: PrepareOptions,
): Promise<Draft | undefined> {
  const state = stateAfter(workspace.state, drafts)
  const name = state.default_schema_name
  const schema = name === null ? undefined : workspace.schemas.get(name)
  if (schema === undefined || drafts.some(({ source }) => source.name === name) || !needsStoring(state))
    return undefined
  const loadId = nextLoadId(microseconds(context.now()) / 1e6, drafts.at(-1)?.loadId)
  await openPackage(engine.folder, loadId)
  return emptyDraft({ live: schema, base: schema, loadId, state: state.sources?.[schema.name] })
}

/** Seals the drafts and saves what they make of state and schemas. */
export async function sealAll(
  drafts: readonly Draft[],
  options: Pick<PrepareOptions, 'engine' | 'context' | 'workspace' | 'remote'> & {
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
  let asked = options.remote === undefined ? null : expected(options.remote)
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

/**
 * Extracts and normalizes each source into job files; nothing else is written.
 *
 * @param folderOf Absolute path of the folder for the files of a load id.
 */
export async function buildAll(
  options: Omit<PrepareOptions, 'remote'>,
  folderOf: (loadId: string) => Promise<string>,
): Promise<readonly Draft[]> {
  const { engine, context, destination, workspace, refresh } = options
  const drafts: Draft[] = []
  let previous = options.previousLoadId
  for (const source of options.sources) {
    const loadId = nextLoadId(microseconds(context.now()) / 1e6, previous)
    previous = loadId
    const { maxLength } = destination.capabilities.identifier
    const live = await importSchema(engine.importSchemaDir, source.name, workspace.schemas.get(source.name))
    const opened = await openSchema(source, { live, maxLength, reader: engine.reader, refresh })
    if (opened.drop.length + opened.truncate.length > 0) {
      context.emit({ type: 'refresh', source: source.name, drop: opened.drop, empty: opened.truncate })
    }
    const before = workspace.state.sources?.[source.name]
    const built = await buildPackage({
      source: source.name,
      resources: source.resources,
      ...opened,
      capabilities: destination.capabilities,
      formatOf: (schema, table) => jobFormat(destination, schema, table),
      loadId,
      folder: await folderOf(loadId),
      state: refresh === undefined ? before : refreshState(before, refresh, source.resources),
      limit: source.limit,
      parallel: source.hints.parallel,
      schedule: engine.schedule(),
      context,
      holdsInexact:
        live &&
        (async (table, column) => {
          await using loader = await connect(engine, workspace, { context, readOnly: true, orEmpty: true })
          return await loader.holdsInexact(table, column)
        }),
    })
    drafts.push({ source, loadId, opened, built, reset: live !== undefined && refresh !== undefined })
  }
  return drafts
}

function stateAfter(before: PipelineState, drafts: readonly Draft[]): PipelineState {
  let state = before
  for (const { source, built, reset } of drafts) {
    state = withSchemaName(state, source.name)
    if (reset) state = { ...state, sources: state.sources ?? {} }
    if (built.state !== undefined) state = withSourceState(state, source.name, built.state)
  }
  return bumpState(state)
}

function expected(remote: StoredState): LoadPackage['expectedState'] {
  return remote.versionHash === null ? null : { version: remote.version, hash: remote.versionHash }
}

/** Whole microseconds; the clock's milliseconds with digits of the monotonic clock below them. */
function microseconds(now: number): number {
  return Math.round((now + (performance.now() % 1)) * 1000)
}
