import { ConfigError } from '../../errors/tolva-error.ts'
import { readLease } from '../../package/lease-holder.ts'
import { liveness } from '../../package/lease-liveness.ts'
import { readStateFile } from '../../package/state-file.ts'
import { type DataDirOptions, type WorkingFolder, workingFolder } from '../../package/working-folder.ts'
import type { Schema } from '../../schema/stored.ts'
import { parseStateText } from '../state.ts'
import { readWorkspace, type Workspace } from '../workspace.ts'

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

/** Whether somebody works in the folder now. */
export async function isRunning(folder: Pick<WorkingFolder, 'storage'>): Promise<boolean> {
  const holder = await readLease(folder).catch(() => undefined)
  return holder !== undefined && liveness(holder, Date.now()) !== 'ended'
}
