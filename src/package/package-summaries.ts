import type { LoadPackage } from '../contracts/load-package.ts'
import { TolvaError } from '../errors/tolva-error.ts'
import { type GivenUp, listGivenUp } from './given-up.ts'
import { listPackages, type PackageEntry } from './list-packages.ts'
import { readPackage } from './read-package.ts'
import type { WorkingFolder } from './working-folder.ts'

/** A package in one line. */
export interface PackageSummary {
  readonly loadId: string
  /** `sealed`: waits to be loaded; `failed` waits too; `aborted` and `discarded` are gone but for their record. */
  readonly state: PackageEntry['status']['state'] | GivenUp['how']
  /** Of the user's tables. Absent, as what follows, where the manifest cannot be read. */
  readonly rows?: number
  /** Of its files when it was sealed. */
  readonly bytes?: number
  /** ISO timestamp. */
  readonly createdAt?: string
  /** ISO timestamp: since when it has its state; absent: since it was sealed. */
  readonly at?: string
  /** Code and message. */
  readonly error?: string
}

/** All packages, also those that were given up, oldest first. */
export async function packageSummaries(folder: WorkingFolder): Promise<readonly PackageSummary[]> {
  const kept = await Promise.all((await listPackages(folder)).map((entry) => ofPackage(folder, entry)))
  const there = new Set(kept.map(({ loadId }) => loadId))
  const gone = (await listGivenUp(folder)).map(ofRecord).filter(({ loadId }) => !there.has(loadId))
  return [...kept, ...gone].toSorted((a, b) => Number(a.loadId) - Number(b.loadId))
}

async function ofPackage(folder: WorkingFolder, { loadId, status }: PackageEntry): Promise<PackageSummary> {
  const said = {
    loadId,
    state: status.state,
    ...(status.state !== 'sealed' && { at: status.at }),
    ...(status.state === 'failed' && { error: `${status.error.code}: ${status.error.message}` }),
  }
  try {
    const load = await readPackage(folder, loadId)
    return load === undefined ? said : { ...said, ...packageSize(load), createdAt: load.createdAt }
  } catch (error) {
    if (!(error instanceof TolvaError)) throw error
    return { ...said, error: `${error.code}: ${error.message}` }
  }
}

function ofRecord({ loadId, how, at, createdAt, rowCounts, bytes, error }: GivenUp): PackageSummary {
  return {
    loadId,
    state: how,
    at,
    ...(createdAt !== undefined && { createdAt }),
    rows: userRows(rowCounts),
    bytes,
    ...(error && { error: `${error.code}: ${error.message}` }),
  }
}

/** Rows of the user's tables, and bytes of its files when it was sealed. */
export function packageSize({ report, jobs }: LoadPackage): { readonly rows: number; readonly bytes: number } {
  return { rows: userRows(report.rowCounts), bytes: jobs.reduce((sum, job) => sum + job.bytes, 0) }
}

function userRows(counts: Readonly<Record<string, number>>): number {
  const own = Object.entries(counts).filter(([table]) => !table.startsWith('_dlt'))
  return own.reduce((sum, [, rows]) => sum + rows, 0)
}
