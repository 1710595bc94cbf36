import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isShortened } from '../package/file-name.ts'
import { readStateFile } from '../package/state-file.ts'
import { type DataDirOptions, pipelinesDir, workingFolder } from '../package/working-folder.ts'
import { isErrno } from '../storage/errno.ts'
import { localStorage } from '../storage/local.ts'
import { type PipelineState, parseStateText } from './state.ts'
import { readTrace } from './trace.ts'

export interface ListedPipeline {
  readonly name: string
  /** As the registry knows it: `duckdb`. */
  readonly destination: string
  readonly dataset: string
  /** Its first run has failed before there was anything to load: it has a record, but no state. */
  readonly neverLoaded?: true
}

/** Pipelines that have run on this machine, by name. */
export async function listPipelines(options: DataDirOptions = {}): Promise<readonly ListedPipeline[]> {
  const listed: ListedPipeline[] = []
  const root = pipelinesDir(options)
  for (const folder of await foldersIn(root)) {
    const path = join(root, folder)
    const storage = localStorage(path)
    const text = await readStateFile({ storage })
    if (text === undefined) {
      const trace = await readTrace({ pipeline: folder, path, storage }).catch(() => undefined)
      if (trace?.error === undefined) continue
      listed.push({
        name: trace.pipeline,
        destination: shortName(trace.destination),
        dataset: trace.dataset,
        neverLoaded: true,
      })
      continue
    }
    const { pipeline_name, destination_type, dataset_name } = parseStateText(text)
    const name = isShortened(folder) ? pipeline_name : folder
    listed.push({ name, destination: shortName(destination_type), dataset: dataset_name })
  }
  return listed
}

/** The local state of a pipeline; undefined where it never ran here. */
export async function stateOf(name: string, options: DataDirOptions): Promise<PipelineState | undefined> {
  const text = await readStateFile(workingFolder(name, options))
  return text === undefined ? undefined : parseStateText(text)
}

/** Where a pipeline ran first: its `.dlt` is there. Undefined where it has loaded nothing here. */
export async function projectFolderOf(name: string, options: DataDirOptions = {}): Promise<string | undefined> {
  return (await stateOf(name, options))?._local.initial_cwd
}

/** `dlt.destinations.duckdb` → `duckdb`. */
export const shortName = (type: string): string => type.slice(type.lastIndexOf('.') + 1)

/** Names of the folders in a folder, sorted; none where it is not there. */
export async function foldersIn(path: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}
