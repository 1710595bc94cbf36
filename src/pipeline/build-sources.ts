import type { Context } from '../contracts/context.ts'
import type { Destination } from '../contracts/destination.ts'
import { buildPackage } from './build-package.ts'
import type { CheckpointCounter } from './checkpoint.ts'
import type { Draft } from './draft.ts'
import { connect, type Engine } from './engine.ts'
import { jobFormat } from './job-formats.ts'
import { nextId } from './next-id.ts'
import { openSchema } from './open-schema.ts'
import { type Refresh, refreshState } from './refresh.ts'
import { importSchema } from './schema-files.ts'
import { openReading, type ReadingOptions, type SourceReading } from './source-reading.ts'
import type { OpenSource } from './sources-of.ts'
import type { TableCounts } from './table-counts.ts'
import { givenUpText, refreshOf, unfinishedRun } from './unfinished.ts'
import type { Workspace } from './workspace.ts'

export interface BuildOptions {
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

/** How sources are read into packages. */
export interface Building {
  /** Absolute path of the folder for the files of a load id. */
  readonly folderOf: (loadId: string) => Promise<string>
  /** Absent: each source is one package. */
  readonly checkpoint?: CheckpointCounter | undefined
  /** Absent: sources are read as if there had been no run before, and nothing of them is kept. */
  readonly resume?: ReadingOptions['resume']
  readonly tableCounts?: TableCounts | undefined
  /** Gets what was opened, to be closed. */
  readonly readings: SourceReading[]
  /** State and schemas as they are now. */
  readonly workspace: () => Workspace
  /** Seals a package whose source has more. */
  readonly seal?: (draft: Draft) => Promise<void>
}

/** Extracts and normalizes each source into job files, to the last of its packages, which is returned. */
export async function buildSources(options: BuildOptions, building: Building): Promise<readonly Draft[]> {
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
  readonly options: BuildOptions
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
      tableCounts: building.tableCounts,
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
