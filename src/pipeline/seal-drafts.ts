import type { Context } from '../contracts/context.ts'
import type { LoadPackage, PackageReport } from '../contracts/load-package.ts'
import { confirmSealed } from '../package/confirm-sealed.ts'
import { discardPackage } from '../package/mark-package.ts'
import { packageSize } from '../package/package-summaries.ts'
import { writeRestorePoint } from '../package/restore-point.ts'
import { sealPackage } from '../package/seal-package.ts'
import { schemaChanges } from '../schema/schema-changes.ts'
import { storedText, toStored } from '../schema/stored-form.ts'
import { extractedSchema, finalSchema, reportOf, withoutData } from './build-package.ts'
import { type Draft, isEmpty, stateAfter } from './draft.ts'
import type { Engine } from './engine.ts'
import { exportSchema, linkImport } from './schema-files.ts'
import { markStored, needsStoring, stateDocument, stateText, unmarked } from './state.ts'
import { saveWorkspace, type Workspace } from './workspace.ts'

export interface SealOptions {
  readonly engine: Engine
  readonly context: Context
  /** State and schemas before. */
  readonly workspace: Workspace
  /** State that the destination must still have when these packages are loaded; null: none is asked for. */
  readonly expectedState: LoadPackage['expectedState']
  /** true: the next run stores the state once more, as dlt does after a drop. Default false. */
  readonly storeAgain?: boolean
}

export interface Prepared {
  readonly workspace: Workspace
  readonly packages: readonly LoadPackage[]
  /** Of sources that gave nothing to load, so that no package was made for them. */
  readonly idle: readonly PackageReport[]
  readonly seconds: { readonly extract: number; readonly normalize: number }
}

/** Seals the drafts and saves what they make of state and schemas. */
export async function sealDrafts(drafts: readonly Draft[], options: SealOptions): Promise<Prepared> {
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
    options.context.emit({ type: 'package', loadId: load.loadId, state: 'sealed', ...packageSize(load) })
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
