import { ConfigError } from '../../errors/tolva-error.ts'
import { readLease } from '../../package/lease-holder.ts'
import { liveness } from '../../package/lease-liveness.ts'
import { journaledRuns } from '../../package/run-journal/journal-name.ts'
import { readStateFile } from '../../package/state-file.ts'
import { type DataDirOptions, type WorkingFolder, workingFolder } from '../../package/working-folder.ts'
import type { Schema } from '../../schema/stored.ts'
import { parseStateText } from '../state.ts'
import { emptyWorkspace, readWorkspace, type Workspace } from '../workspace.ts'

/** What a pipeline knows on this machine; nothing is asked of its configuration or its destination. */
export interface LocalPipeline {
  readonly folder: WorkingFolder
  readonly workspace: Workspace
}

/** @throws ConfigError `unknown_pipeline` where it never ran here. */
export async function localPipeline(name: string, options: DataDirOptions): Promise<LocalPipeline> {
  const folder = workingFolder(name, options)
  const text = await readStateFile(folder)
  if (text === undefined) {
    if (hasBegun(folder)) return { folder, workspace: emptyWorkspace({ ...BEGUN, pipelineName: name }) }
    throw new ConfigError(`there is no pipeline ${name} on this machine`, {
      code: 'unknown_pipeline',
      hint: 'Check the name with: tolva pipeline --list-pipelines',
      context: { pipeline: name },
    })
  }
  const state = parseStateText(text)
  const fresh = {
    pipelineName: name,
    datasetName: state.dataset_name,
    destinationType: state.destination_type,
    localDir: state._local.initial_cwd,
    devMode: state._local._dev_mode,
  }
  return { folder, workspace: await readWorkspace(folder, fresh, { skipDamaged: true }) }
}

/** The schemas that the next run begins with. */
export async function readLocalSchemas(name: string, options: DataDirOptions = {}): Promise<readonly Schema[]> {
  return [...(await localPipeline(name, options)).workspace.schemas.values()]
}

/** What is known of a pipeline whose first run has written no state yet. */
const BEGUN = { datasetName: '', destinationType: '', localDir: '', devMode: false }

/** Whether a run has begun here, be it the first. */
export function hasBegun(folder: Pick<WorkingFolder, 'storage'>): boolean {
  return journaledRuns(folder).length > 0
}

/** Whether somebody works in the folder now. */
export async function isRunning(folder: Pick<WorkingFolder, 'storage'>): Promise<boolean> {
  const holder = await readLease(folder).catch(() => undefined)
  return holder !== undefined && liveness(holder, Date.now()) !== 'ended'
}
