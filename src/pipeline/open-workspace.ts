import type { Destination } from '../contracts/destination.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { listPackages, pendingPackages } from '../package/list-packages.ts'
import { discardPackage } from '../package/mark-package.ts'
import { deletePageLog } from '../package/page-log/page-log.ts'
import { deleteStateFiles } from '../package/state-file.ts'
import { type Engine, freshState } from './engine.ts'
import { homeFolder, homeWarning } from './home-folder.ts'
import { shortName } from './list-pipelines.ts'
import type { Overridden } from './load-info.ts'
import { overriddenBy } from './overridden.ts'
import type { NewState, PipelineState } from './state.ts'
import { emptyWorkspace, recoverWorkspace, type Workspace } from './workspace.ts'

/** The working folder's content, with the destination's options as they are now. */
export async function openWorkspace(
  engine: Engine,
  destination: Destination,
  told: { readonly overridden: Overridden[]; readonly moved: string[] },
): Promise<Workspace> {
  const fresh = freshState(engine, destination)
  const read = await recoverWorkspace(engine.folder, fresh)
  const workspace = isOtherMode(engine, read.state) ? await startOver(engine, read.state, fresh) : read
  const staging = await engine.staging()
  const { staging_options: _, ...before } = workspace.state._local
  const _local = {
    ...before,
    initial_cwd: homeFolder(workspace.state, engine.projectDir),
    destination_options: destination.options ?? {},
    ...(staging && { staging_options: staging.options ?? {} }),
  }
  const given = { dataset_name: engine.dataset, destination_type: destination.type }
  told.overridden.push(...overriddenBy(given, workspace.state))
  told.moved.push(...homeWarning(engine, destination, workspace.state))
  const { staging_type: __, staging_name: ___, ...state } = workspace.state
  const staged = staging && { staging_type: staging.type, staging_name: givenName(staging) }
  return { ...workspace, state: { ...state, ...given, destination_name: givenName(destination), ...staged, _local } }
}

/** As dlt has it: null unless the user named the destination. */
function givenName({ name, type }: Destination): string | null {
  return name === shortName(type) ? null : name
}

/** A handle in dev mode has its own dataset; leaving dev mode leaves its state behind as well. */
function isOtherMode(engine: Engine, { _local, dataset_name }: PipelineState): boolean {
  return _local._dev_mode !== engine.devMode || (engine.devMode && dataset_name !== engine.dataset)
}

/** Empties the working folder, but for the lease. Packages of dev mode go with its dataset, others do not. */
async function startOver(engine: Engine, { _local }: PipelineState, fresh: NewState): Promise<Workspace> {
  const pending = await pendingPackages(engine.folder)
  if (!_local._dev_mode && pending.length > 0) throw stillPending(engine.name, pending.length)
  for (const { loadId } of await listPackages(engine.folder)) await discardPackage(engine.folder, loadId)
  await deleteStateFiles(engine.folder)
  await deletePageLog(engine.folder)
  return emptyWorkspace(fresh)
}

function stillPending(pipeline: string, count: number): ConfigError {
  return new ConfigError(
    `Pipeline ${pipeline} has ${count} package(s) that are not loaded, and dev mode begins without them.`,
    {
      code: 'packages_pending',
      hint: `Load them first, without dev mode: tolva pipeline ${pipeline} package retry; or give the pipeline in dev mode another name.`,
      context: { pipeline },
    },
  )
}
