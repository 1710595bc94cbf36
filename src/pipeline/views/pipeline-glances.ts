import { join } from 'node:path'
import { TolvaError } from '../../errors/tolva-error.ts'
import { redactText } from '../../log/redact.ts'
import { isShortened } from '../../package/file-name.ts'
import { readStateFile } from '../../package/state-file.ts'
import { waitingPackages } from '../../package/waiting-packages.ts'
import { type DataDirOptions, pipelinesDir, type WorkingFolder } from '../../package/working-folder.ts'
import { localStorage } from '../../storage/local.ts'
import { foldersIn, shortName } from '../list-pipelines.ts'
import { parseStateText } from '../state.ts'
import { readTrace, type Trace } from '../trace.ts'
import { hasBegun, isRunning } from './local-pipeline.ts'
import { quickReads } from './quick-reads.ts'
import { runSummaries } from './run-index.ts'
import { type RunSummary, runSummary } from './run-summary.ts'

/** A pipeline that has run on this machine, at a glance. */
export interface PipelineGlance {
  readonly name: string
  readonly destination: string
  readonly dataset: string
  /** A run is going on now. */
  readonly running: boolean
  readonly lastRun?: RunSummary
  /** Rows of its last runs, the oldest first. */
  readonly recentRows: readonly number[]
  /** Packages that wait to be loaded, failed ones included. */
  readonly waiting: number
  readonly failed: number
  /** The record of its last run. */
  readonly trace?: Trace
  /** Why its folder could not be read. */
  readonly problem?: { readonly code: string; readonly message: string; readonly hint?: string }
}

/** All pipelines of this machine by name, those whose folder cannot be read with the reason. A thousand take half a second. */
export async function pipelineGlances(options: DataDirOptions = {}): Promise<readonly PipelineGlance[]> {
  const root = pipelinesDir(options)
  const glances = await Promise.all((await foldersIn(root)).map((folder) => glance(join(root, folder), folder)))
  return glances.filter((one) => one !== undefined)
}

async function glance(path: string, name: string): Promise<PipelineGlance | undefined> {
  const folder: WorkingFolder = { pipeline: name, path, storage: quickReads(localStorage(path)) }
  const unknown = { name, destination: '', dataset: '', running: false, recentRows: [], waiting: 0, failed: 0 }
  try {
    const text = await readStateFile(folder)
    // The first run writes its state when it has something to load; it is worth looking at before.
    if (text === undefined) return hasBegun(folder) && !isShortened(name) ? await withRuns(unknown, folder) : undefined
    const { pipeline_name, destination_type, dataset_name } = parseStateText(text)
    const known = {
      ...unknown,
      name: isShortened(name) ? pipeline_name : name,
      destination: shortName(destination_type),
      dataset: dataset_name,
    }
    return await withRuns(known, folder).catch((error: unknown) => ({ ...known, problem: problemOf(error) }))
  } catch (error) {
    return { ...unknown, problem: problemOf(error) }
  }
}

async function withRuns(known: PipelineGlance, folder: WorkingFolder): Promise<PipelineGlance> {
  const [trace, runs, packages, running] = await Promise.all([
    readTrace(folder),
    runSummaries(folder),
    waitingPackages(folder),
    isRunning(folder),
  ])
  return {
    ...known,
    // The record of a first run that failed says what its state would.
    ...(trace && known.dataset === '' && { destination: trace.destination, dataset: trace.dataset }),
    running,
    ...(trace && { trace, lastRun: runSummary(trace) }),
    recentRows: runs.map(({ rows }) => rows).toReversed(),
    waiting: packages.length,
    failed: packages.filter(({ status }) => status.state === 'failed').length,
  }
}

function problemOf(error: unknown): NonNullable<PipelineGlance['problem']> {
  if (error instanceof TolvaError) {
    const { code, message, hint } = error
    return { code, message: redactText(message), ...(hint !== undefined && { hint: redactText(hint) }) }
  }
  return { code: 'unexpected', message: redactText(error instanceof Error ? error.message : String(error)) }
}
