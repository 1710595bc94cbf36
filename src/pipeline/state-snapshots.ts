import type { Loader } from '../contracts/destination.ts'
import type { LoadPackage } from '../contracts/load-package.ts'
import type { StateSnapshot } from '../contracts/state-store.ts'
import { DestinationError } from '../errors/tolva-error.ts'
import { listPackages } from '../package/list-packages.ts'
import { readSchemaFiles, readStateFile } from '../package/state-file.ts'
import { parseTypedJson, typedJson } from '../values/typed-json.ts'
import type { Engine } from './engine.ts'
import { type PipelineState, parseStateText, readState } from './state.ts'
import type { Workspace } from './workspace.ts'

/** Local key of the newest snapshot that a state was compared with. */
const SEQUENCE = 'state_store_sequence'

type Asked = Pick<Loader, 'committedLoadIds'>

/** The newest snapshot whose load is committed; undefined where no store was given, or it has none. */
export async function newestSnapshot(engine: Engine, loader: Asked): Promise<StateSnapshot | undefined> {
  if (engine.stateStore === undefined) return undefined
  return newestOf(await engine.stateStore.read(engine.name), loader)
}

/** The workspace with the snapshot that it was compared with: what is prepared from now on builds on it. */
export function rememberSnapshot(workspace: Workspace, snapshot: StateSnapshot | undefined): Workspace {
  const { state } = workspace
  if (snapshot === undefined || state._local[SEQUENCE] === snapshot.sequence) return workspace
  return { ...workspace, state: { ...state, _local: { ...state._local, [SEQUENCE]: snapshot.sequence } } }
}

/** The state document of a snapshot. */
export const snapshotState = (snapshot: StateSnapshot): PipelineState => readState(parseTypedJson(snapshot.state))

/**
 * Writes what a package leaves into the state store before the package is loaded: with the commit it begins to count.
 * @throws DestinationError `state_moved` where another machine got ahead.
 */
export async function publishSnapshot(engine: Engine, loader: Asked, load: LoadPackage): Promise<void> {
  const store = engine.stateStore
  if (store === undefined) return
  const known = await store.read(engine.name)
  if (known.some(({ loadId }) => loadId === load.loadId)) return
  const state = await stateOf(engine, load)
  const base = await newestOf(known, loader)
  if (state === undefined) return
  if (base !== undefined && !(await isBase(engine, base, state))) throw moved(engine, store.location, load.loadId)
  const { _local, ...shared } = state
  const sequence = (known[0]?.sequence ?? 0) + 1
  const schemas = Object.fromEntries(await readSchemaFiles(engine.folder))
  const snapshot = { sequence, loadId: load.loadId, state: typedJson(shared), schemas }
  if (!(await store.add(engine.name, snapshot))) throw moved(engine, store.location, load.loadId)
  if (base !== undefined) await store.prune(engine.name, base.sequence)
}

async function newestOf(known: readonly StateSnapshot[], loader: Asked): Promise<StateSnapshot | undefined> {
  if (known.length === 0) return undefined
  const committed = await loader.committedLoadIds(known.map(({ loadId }) => loadId))
  return known.find(({ loadId }) => committed.has(loadId))
}

async function stateOf(engine: Engine, load: LoadPackage): Promise<PipelineState | undefined> {
  if (load.state !== null) return parseStateText(typedJson(load.state))
  const text = await readStateFile(engine.folder)
  return text === undefined ? undefined : parseStateText(text)
}

/** Whether the run that made this state had taken the snapshot up, or this machine wrote it. */
async function isBase(engine: Engine, base: StateSnapshot, state: PipelineState): Promise<boolean> {
  if (base.sequence <= Number(state._local[SEQUENCE] ?? 0)) return true
  return (await listPackages(engine.folder)).some(({ loadId }) => loadId === base.loadId)
}

function moved(engine: Engine, location: string, loadId: string): DestinationError {
  return new DestinationError(`The state of pipeline ${engine.name} in ${location} moved since this run read it.`, {
    code: 'state_moved',
    hint: `Another run loaded in between. Run tolva pipeline ${engine.name} package abort, then run again: the newer state is taken up and the rows are read anew.`,
    context: { pipeline: engine.name, dataset: engine.dataset, loadId },
  })
}
