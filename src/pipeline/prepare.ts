import type { LoadPackage } from '../contracts/load-package.ts'
import type { Resumed } from '../extract/resume/resumed.ts'
import { openPackage } from '../package/seal-package.ts'
import { type BuildOptions, buildSources } from './build-sources.ts'
import { type Checkpoint, checkpointCounter } from './checkpoint.ts'
import { type Draft, stateAfter } from './draft.ts'
import { emptyDraft } from './empty-draft.ts'
import { expectedBehind } from './expected-state.ts'
import { nextId } from './next-id.ts'
import { type Prepared, sealDrafts } from './seal-drafts.ts'
import type { SourceReading } from './source-reading.ts'
import { needsStoring } from './state.ts'
import { TableCounts } from './table-counts.ts'
import { forgetUnfinished } from './unfinished.ts'
import type { Workspace } from './workspace.ts'

export interface PrepareOptions extends BuildOptions {
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

/** With packages that were sealed before the last ones. */
export interface PreparedRun extends Prepared {
  /** Everything that was sealed, the oldest first. */
  readonly packages: readonly LoadPackage[]
  readonly resumed: readonly Resumed[]
}

/**
 * Extracts, normalizes and seals a package for each source, and further ones at checkpoints. On an error what was sealed stays;
 * of the rest nothing is left but logged pages and files that no manifest names.
 */
export async function prepare(options: PrepareOptions): Promise<PreparedRun> {
  let { workspace, expectedState } = options
  const packages: LoadPackage[] = []
  const seconds = { extract: 0, normalize: 0 }
  const count = (sealed: Prepared) => {
    seconds.extract += sealed.seconds.extract
    seconds.normalize += sealed.seconds.normalize
    packages.push(...sealed.packages)
  }
  const readings: SourceReading[] = []
  // A limited run is a sample: it neither goes on with another nor is gone on with.
  const isSample = options.sources.some(({ limit }) => limit !== undefined)
  const checkpoint = checkpointCounter(options.checkpoint)
  if (options.resume === false) workspace = await forgetUnfinished(workspace, options)
  try {
    const drafts = await buildSources(
      { ...options, workspace },
      {
        folderOf: (loadId) => openPackage(options.engine.folder, loadId),
        checkpoint: isSample ? undefined : checkpoint,
        resume: isSample ? undefined : { pageLog: options.pageLog ?? true },
        readings,
        tableCounts: new TableCounts(options.context),
        workspace: () => workspace,
        async seal(draft) {
          const sealed = await sealDrafts([draft], { ...options, workspace, expectedState })
          workspace = sealed.workspace
          expectedState = expectedBehind(workspace.state)
          count(sealed)
          for (const load of sealed.packages) await options.onSegment?.({ load, workspace })
        },
      },
    )
    const carrier = await stateCarrier(drafts, { ...options, workspace })
    const all = carrier === undefined ? drafts : [...drafts, carrier]
    const sealed = await sealDrafts(all, { ...options, workspace, expectedState })
    count(sealed)
    for (const reading of readings) await reading.finished()
    return {
      ...sealed,
      packages,
      seconds,
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
