import type { PackageReport } from '../contracts/load-package.ts'
import type { PackageInfo } from './load-info.ts'
import type { Trace } from './trace.ts'

type Stored = Partial<Omit<Trace, 'packages' | 'idle'>> &
  Pick<Trace, 'startedAt' | 'finishedAt'> & {
    readonly packages?: readonly (Partial<Omit<PackageInfo, 'report'>> & {
      readonly loadId: string
      readonly report?: Partial<PackageReport>
    })[]
    readonly idle?: readonly Partial<PackageReport>[]
  }

/**
 * The record of a run from its file, also of an earlier version that did not write everything; undefined where it is none.
 * A record that does not say its name has ''.
 */
export function readRecord(text: string): Trace | undefined {
  const stored = parsed(text)
  if (stored === undefined) return undefined
  return {
    ...stored,
    version: 1,
    run: stored.run ?? '',
    pipeline: stored.pipeline ?? '',
    destination: stored.destination ?? '',
    dataset: stored.dataset ?? '',
    location: stored.location ?? '',
    asked: stored.asked ?? {},
    steps: stored.steps ?? [],
    packages: (stored.packages ?? []).map((one) => ({
      schemaName: '',
      schemaHash: '',
      state: 'loaded',
      dropped: [],
      emptied: [],
      pending: false,
      jobs: [],
      ...one,
      report: reportFrom(one.report ?? {}),
    })),
    idle: (stored.idle ?? []).map(reportFrom),
    rowCounts: stored.rowCounts ?? {},
    overridden: stored.overridden ?? [],
    warnings: stored.warnings ?? [],
    config: stored.config ?? [],
  }
}

function reportFrom(stored: Partial<PackageReport>): PackageReport {
  return { rowCounts: {}, nullOnlyColumns: {}, discarded: [], resources: {}, warnings: [], ...stored }
}

function parsed(text: string): Stored | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isStored(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isStored(value: unknown): value is Stored {
  return (
    typeof value === 'object' &&
    value !== null &&
    'startedAt' in value &&
    typeof value.startedAt === 'string' &&
    'finishedAt' in value &&
    typeof value.finishedAt === 'string'
  )
}
