import type { LoadPackage } from '../contracts/load-package.ts'
import { DestinationError } from '../errors/tolva-error.ts'
import { pendingPackages } from '../package/list-packages.ts'
import { readPackage } from '../package/read-package.ts'
import {
  deleteSchemaFile,
  readSchemaFiles,
  readStateFile,
  writeSchemaFile,
  writeStateFile,
} from '../package/state-file.ts'
import type { WorkingFolder } from '../package/working-folder.ts'
import type { Schema } from '../schema/stored.ts'
import { fromStored, storedText } from '../schema/stored-form.ts'
import { compactJson } from '../values/compact-json.ts'
import { bumpState, type NewState, newState, type PipelineState, parseStateText, stateText } from './state.ts'

/** What a pipeline knows on this machine: its state and its schemas. Immutable; `saveWorkspace` writes it. */
export interface Workspace {
  readonly state: PipelineState
  /** By name. */
  readonly schemas: ReadonlyMap<string, Schema>
}

/** A pipeline that never ran. */
export const emptyWorkspace = (of: NewState): Workspace => ({ state: bumpState(newState(of)), schemas: new Map() })

/**
 * Reads the working folder. A sealed package that is newer than `state.json` wins: the run that sealed it died before it
 * could write the rest.
 */
export async function readWorkspace(
  folder: WorkingFolder,
  fresh: NewState,
  { skipDamaged = false }: RecoverOptions = {},
): Promise<Workspace> {
  return withSealed(folder, await readSaved(folder, fresh), skipDamaged)
}

export interface RecoverOptions {
  /** true: packages whose manifest cannot be read are passed over, because they are to be given up. Default false. */
  readonly skipDamaged?: boolean
}

/** Reads the working folder, and writes down what a dead run sealed but could not write. Only under the lease. */
export async function recoverWorkspace(
  folder: WorkingFolder,
  fresh: NewState,
  { skipDamaged = false }: RecoverOptions = {},
): Promise<Workspace> {
  const saved = await readSaved(folder, fresh)
  const workspace = await withSealed(folder, saved, skipDamaged)
  if (workspace !== saved) await saveWorkspace(folder, workspace, saved)
  return workspace
}

async function readSaved(folder: WorkingFolder, fresh: NewState): Promise<Workspace> {
  const text = await readStateFile(folder)
  const files = await readSchemaFiles(folder)
  const schemas = new Map([...files].map(([name, stored]) => [name, fromStored(stored)] as const))
  return text === undefined ? { ...emptyWorkspace(fresh), schemas } : { state: parseStateText(text), schemas }
}

async function withSealed(folder: WorkingFolder, saved: Workspace, skipDamaged: boolean): Promise<Workspace> {
  let workspace = saved
  for (const { loadId } of await pendingPackages(folder)) {
    const sealed = await readPackage(folder, loadId).catch((error: unknown) => {
      if (skipDamaged && error instanceof DestinationError && error.code === 'package_damaged') return undefined
      throw error
    })
    if (sealed !== undefined) workspace = withPackage(workspace, sealed)
  }
  return workspace
}

/** What a package knows, where that is newer. */
function withPackage(saved: Workspace, sealed: LoadPackage): Workspace {
  const schema = fromStored(sealed.schema)
  const known = saved.schemas.get(schema.name)
  const state = sealed.state === null ? saved.state : parseStateText(compactJson(sealed.state))
  const isNewer = known === undefined || known.version < schema.version
  const isAhead = state._state_version > saved.state._state_version
  if (!isNewer && !isAhead) return saved
  return {
    state: isAhead ? state : saved.state,
    schemas: isNewer ? new Map(saved.schemas).set(schema.name, schema) : saved.schemas,
  }
}

/** Writes what changed since `before`: schemas first, then the state that names them. */
export async function saveWorkspace(folder: WorkingFolder, now: Workspace, before?: Workspace): Promise<void> {
  for (const [name, schema] of now.schemas) {
    if (before?.schemas.get(name) !== schema) await writeSchemaFile(folder, name, storedText(schema))
  }
  for (const name of before?.schemas.keys() ?? []) {
    if (!now.schemas.has(name)) await deleteSchemaFile(folder, name)
  }
  if (before?.state !== now.state) await writeStateFile(folder, stateText(now.state))
}
