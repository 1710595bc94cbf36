import type { ExternalSchedule } from '../config/external-interval.ts'
import type { TracedConfigReader } from '../config/resolve.ts'
import type { Context } from '../contracts/context.ts'
import type { ConnectOptions, Destination, DestinationTarget, Loader } from '../contracts/destination.ts'
import type { RunEvent } from '../contracts/events.ts'
import type { EvolutionHints } from '../contracts/resource.ts'
import type { StateStore } from '../contracts/state-store.ts'
import type { Lease } from '../package/lease.ts'
import type { WorkingFolder } from '../package/working-folder.ts'
import type { Checkpoint } from './checkpoint.ts'
import { homeFolder } from './home-folder.ts'
import type { RunOptions } from './run-options.ts'
import type { NewState } from './state.ts'
import type { Keep } from './tidy.ts'
import type { Workspace } from './workspace.ts'

/** What is to be done with packages that an earlier run sealed and did not load. */
export type PendingPolicy = 'finish' | 'discard' | 'fail'

/** Everything a pipeline's functions are handed: plain parts, no behaviour of its own. */
export interface Engine {
  readonly name: string
  /** Name of the dataset at the destination. */
  readonly dataset: string
  readonly folder: WorkingFolder
  /** Absolute. */
  readonly projectDir: string
  readonly pending: PendingPolicy
  readonly keep: Keep
  /** undefined: the default. */
  readonly checkpoint: Checkpoint | false | undefined
  readonly pageLog: boolean
  /** true: a dataset and a working folder of their own, nothing restored. */
  readonly devMode: boolean
  /** What holds where neither run, resource nor source says something. */
  readonly evolution: EvolutionHints
  /** Absolute. */
  readonly importSchemaDir?: string | undefined
  readonly exportSchemaDir?: string | undefined
  /** Where state is kept beside the destination; undefined: nowhere. */
  readonly stateStore?: StateStore | undefined
  readonly destination: () => Promise<Destination>
  /** Where job files lie while the destination loads them; undefined: where they are written. */
  readonly staging: () => Promise<Destination | undefined>
  readonly context: Omit<Context, 'signal'>
  readonly reader: TracedConfigReader
  /** What a scheduler asks for; read when a run asks. */
  readonly schedule: () => ExternalSchedule
}

/** The state of this pipeline before its first run. */
export function freshState(engine: Engine, destination: Destination): NewState {
  return {
    pipelineName: engine.name,
    datasetName: engine.dataset,
    destinationType: destination.type,
    localDir: engine.projectDir,
    devMode: engine.devMode,
  }
}

/** Where this pipeline's data goes. */
export function targetOf(engine: Engine, workspace: Workspace): DestinationTarget {
  return { pipeline: engine.name, dataset: engine.dataset, localDir: homeFolder(workspace.state, engine.projectDir) }
}

/** The context of one call. `first` hears of events before anybody else. */
export function contextOf(
  engine: Engine,
  options: Pick<RunOptions, 'signal' | 'onEvent'> = {},
  first?: (event: RunEvent) => void,
): Context {
  const { onEvent } = options
  const signals = [options.signal, engine.folder.lease?.signal].filter((one) => one !== undefined)
  const signal = AbortSignal.any(signals)
  const emit = (event: RunEvent) => {
    first?.(event)
    engine.context.emit(event)
    onEvent?.(event)
  }
  return { ...engine.context, signal, emit }
}

/** A connection that the caller closes. */
export async function connect(
  engine: Engine,
  workspace: Workspace,
  options: ConnectOptions & { readonly context: Context },
): Promise<Loader> {
  const destination = await engine.destination()
  return destination.connect(targetOf(engine, workspace), options.context, {
    readOnly: options.readOnly ?? false,
    orEmpty: options.orEmpty ?? false,
    ...(options.sealed && { sealed: options.sealed }),
  })
}

/** The engine of a run that holds the lease: what it decides is decided under that. */
export function underLease(engine: Engine, lease: Lease): Engine {
  return { ...engine, folder: { ...engine.folder, lease } }
}
