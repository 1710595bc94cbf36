import { listPackages as listEntries } from '../package/list-packages.ts'
import { readStatus } from '../package/package-status.ts'
import { readPackage as readManifest } from '../package/read-package.ts'
import { type DataDirOptions, workingFolder } from '../package/working-folder.ts'
import { readTrace as readTraceFile, readTraces as readTraceFiles, type Trace } from './trace.ts'

/** The report of a pipeline's last run; undefined before the first. */
export const readTrace = (name: string, options: DataDirOptions = {}): Promise<Trace | undefined> =>
  readTraceFile(workingFolder(name, options))

/** The reports of a pipeline's last runs, the newest first. */
export const readTraces = (name: string, options: DataDirOptions = {}): Promise<readonly Trace[]> =>
  readTraceFiles(workingFolder(name, options))

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
