import { existsSync } from 'node:fs'
import { ConfigError } from '../errors/tolva-error.ts'
import { listGivenUp } from '../package/given-up.ts'
import { readStatus } from '../package/package-status.ts'
import { type PackageSummary, packageSummaries } from '../package/package-summaries.ts'
import { readPackage as readManifest } from '../package/read-package.ts'
import { type Unlocked, type UnlockOptions, unlock } from '../package/unlock.ts'
import { type DataDirOptions, workingFolder } from '../package/working-folder.ts'
import { readRun, readTrace as readTraceFile, readTraces as readTraceFiles, type Trace } from './trace.ts'
import { runSummaries } from './views/run-index.ts'
import { type RunRecord, runRecord } from './views/run-record.ts'
import type { RunSummary } from './views/run-summary.ts'

/** The report of a pipeline's last run; undefined before the first. */
export const readTrace = (name: string, options: DataDirOptions = {}): Promise<Trace | undefined> =>
  readTraceFile(workingFolder(name, options))

/** The reports of a pipeline's last runs, the newest first. */
export const readTraces = (name: string, options: DataDirOptions = {}): Promise<readonly Trace[]> =>
  readTraceFiles(workingFolder(name, options))

/** Its last runs in one line each, the newest first. */
export const readRunSummaries = (name: string, options: DataDirOptions = {}): Promise<readonly RunSummary[]> =>
  runSummaries(workingFolder(name, options))

/**
 * All that is recorded of one run, by its name; `last` is the newest.
 * @throws ConfigError `unknown_run`.
 */
export async function readRunRecord(name: string, run: string, options: DataDirOptions = {}): Promise<RunRecord> {
  const folder = workingFolder(name, options)
  const trace = run === 'last' ? await readTraceFile(folder) : await readRun(folder, run)
  if (trace !== undefined) return runRecord(trace)
  throw new ConfigError(`pipeline ${name} has no record of a run ${run}`, {
    code: 'unknown_run',
    hint: `The last twenty runs are kept. See which: tolva pipeline ${name} trace --runs`,
    context: { pipeline: name },
  })
}

/** All packages of a pipeline, also those that were given up, oldest first. */
export const listPackages = (name: string, options: DataDirOptions = {}): Promise<readonly PackageSummary[]> =>
  packageSummaries(workingFolder(name, options))

/** The manifest and status of one package, or the record of one that was given up; undefined where there is neither. */
export async function readPackage(name: string, loadId: string, options: DataDirOptions = {}): Promise<unknown> {
  const folder = workingFolder(name, options)
  const manifest = await readManifest(folder, loadId)
  if (manifest === undefined) return (await listGivenUp(folder)).find((record) => record.loadId === loadId)
  return { status: await readStatus(folder, loadId), ...manifest }
}

/**
 * Takes the lease of a pipeline from a run that does not give it back; it needs nothing but the working folder.
 * @throws ConfigError `locked` while its process is alive and nothing is forced; `unknown_pipeline`.
 */
export async function unlockPipeline(name: string, options: DataDirOptions & UnlockOptions = {}): Promise<Unlocked> {
  const folder = workingFolder(name, options)
  if (!existsSync(folder.path)) {
    throw new ConfigError(`there is no pipeline ${name} on this machine: ${folder.path} does not exist`, {
      code: 'unknown_pipeline',
      hint: 'Check the name with: tolva pipeline --list-pipelines',
      context: { pipeline: name },
    })
  }
  return unlock(folder, { ...options, now: Date.now })
}
