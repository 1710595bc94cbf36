import type { Destination } from '../contracts/destination.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { listPackages as listEntries } from '../package/list-packages.ts'
import { readStatus } from '../package/package-status.ts'
import { readPackage as readManifest } from '../package/read-package.ts'
import { type DataDirOptions, workingFolder } from '../package/working-folder.ts'
import { listPipelines, shortName, stateOf } from './list-pipelines.ts'
import { createPipeline, type Pipeline } from './pipeline.ts'
import { readTrace as readTraceFile, type Trace } from './trace.ts'

export interface OpenWiring {
  resolveDestination(name: string, options?: Readonly<Record<string, string>>): Promise<Destination>
}

/**
 * The handle of a pipeline that has run on this machine, by its name alone.
 *
 * @throws ConfigError `unknown_pipeline` with the names that are known.
 */
export async function openPipeline(name: string, options: DataDirOptions, wiring: OpenWiring): Promise<Pipeline> {
  const state = await stateOf(name, options)
  if (state === undefined) {
    const known = (await listPipelines(options)).map((pipeline) => pipeline.name)
    throw new ConfigError(`There is no pipeline ${name} on this machine.`, {
      code: 'unknown_pipeline',
      hint: known.length === 0 ? 'Run one first.' : `Known: ${known.join(', ')}.`,
      context: { pipeline: name },
    })
  }
  const made = { destination_options: {}, ...state._local }.destination_options
  return createPipeline(
    {
      ...options,
      name,
      destination: shortName(state.destination_type),
      dataset: state.dataset_name,
      projectDir: state._local.initial_cwd,
    },
    { resolveDestination: (destination) => wiring.resolveDestination(destination, made) },
  )
}

/** The report of a pipeline's last run; undefined before the first. */
export const readTrace = (name: string, options: DataDirOptions = {}): Promise<Trace | undefined> =>
  readTraceFile(workingFolder(name, options))

export interface ListedPackage {
  readonly loadId: string
  readonly state: string
  readonly error?: string
}

/** Sealed packages of a pipeline, oldest first. */
export async function listPackages(name: string, options: DataDirOptions = {}): Promise<readonly ListedPackage[]> {
  const entries = await listEntries(workingFolder(name, options))
  return entries.map(({ loadId, status }) => ({
    loadId,
    state: status.state,
    ...(status.state === 'failed' ? { error: `${status.error.code}: ${status.error.message}` } : {}),
  }))
}

/** The manifest and status of one package; undefined where there is none. */
export async function readPackage(name: string, loadId: string, options: DataDirOptions = {}): Promise<unknown> {
  const folder = workingFolder(name, options)
  const manifest = await readManifest(folder, loadId)
  return manifest === undefined ? undefined : { status: await readStatus(folder, loadId), ...manifest }
}
