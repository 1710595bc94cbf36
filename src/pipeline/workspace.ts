import { listPackages } from '../package/list-packages.ts'
import { readPackage } from '../package/read-package.ts'
import { readSchemaFiles, readStateFile, writeSchemaFile, writeStateFile } from '../package/state-file.ts'
import type { WorkingFolder } from '../package/working-folder.ts'
import type { Schema } from '../schema/stored.ts'
import { fromStored, storedText } from '../schema/stored-form.ts'
import {
  bumpState,
  type NewState,
  newState,
  type PipelineState,
  parseStateText,
  readState,
  stateText,
} from './state.ts'

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
export async function readWorkspace(folder: WorkingFolder, fresh: NewState): Promise<Workspace> {
  const text = await readStateFile(folder)
  const files = await readSchemaFiles(folder)
  const schemas = new Map([...files].map(([name, stored]) => [name, fromStored(stored)] as const))
  const base: Workspace =
    text === undefined ? { ...emptyWorkspace(fresh), schemas } : { state: parseStateText(text), schemas }
  const newest = (await listPackages(folder)).at(-1)
  const sealed = newest === undefined ? undefined : await readPackage(folder, newest.loadId)
  if (sealed === undefined) return base
  const schema = fromStored(sealed.schema)
  const known = base.schemas.get(schema.name)
  const newer = known === undefined || known.version < schema.version
  const state = sealed.state === null ? undefined : readState(sealed.state)
  return {
    state: state !== undefined && state._state_version > base.state._state_version ? state : base.state,
    schemas: newer ? new Map(base.schemas).set(schema.name, schema) : base.schemas,
  }
}

/** Writes what changed since `before`: schemas first, then the state that names them. */
export async function saveWorkspace(folder: WorkingFolder, now: Workspace, before?: Workspace): Promise<void> {
  for (const [name, schema] of now.schemas) {
    if (before?.schemas.get(name) !== schema) await writeSchemaFile(folder, name, storedText(schema))
  }
  if (before?.state !== now.state) await writeStateFile(folder, stateText(now.state))
}
