import type { CursorReport } from '../../contracts/incremental.ts'
import type { PackageReport, WidenedColumn } from '../../contracts/load-package.ts'
import type { Resumed } from '../../extract/resume/resumed.ts'
import type { Overridden, PackageInfo } from '../load-info.ts'
import type { AskedOptions, Trace } from '../trace.ts'
import { type ConfigValue, configLooks } from './config-looks.ts'
import { type RunSummary, runSummary } from './run-summary.ts'

/** A recorded run with all that is known of it. */
export interface RunRecord extends RunSummary {
  readonly pipeline: string
  readonly destination: string
  readonly dataset: string
  readonly location: string
  readonly asked: AskedOptions
  /** Steps: when each began, in milliseconds since the start, and how long it took. */
  readonly spans: readonly RunSpan[]
  readonly resources: readonly ResourceReport[]
  readonly tables: readonly TableReport[]
  readonly packageList: readonly Pick<
    PackageInfo,
    'loadId' | 'state' | 'schemaName' | 'schemaHash' | 'pending' | 'error'
  >[]
  readonly cursors: readonly CursorReport[]
  readonly resumedResources: readonly Resumed[]
  readonly setAside: PackageReport['discarded']
  readonly nullOnlyColumns: PackageReport['nullOnlyColumns']
  readonly warningTexts: readonly string[]
  readonly overridden: readonly Overridden[]
  readonly config: readonly ConfigValue[]
}

export interface RunSpan {
  readonly name: string
  readonly start: number
  readonly ms: number
  readonly error?: string
  readonly facts: Readonly<Record<string, string | number>>
}

export interface ResourceReport {
  readonly name: string
  readonly schema: string
  readonly pages: number
  readonly rows: number
  readonly bytes: number
  readonly paging?: string
  readonly unchanged?: number
}

export interface TableReport {
  readonly name: string
  readonly rows: number
  readonly jobs: number
  readonly bytes: number
  readonly isNew: boolean
  readonly newColumns: readonly { readonly name: string; readonly type: string }[]
  readonly widened: readonly Pick<WidenedColumn, 'column' | 'from' | 'to'>[]
}

/** All that the record of a run says, put together over its packages. */
export function runRecord(trace: Trace): RunRecord {
  const { pipeline, destination, dataset, location, asked, packages, overridden } = trace
  const reports = [...packages.map(({ report }) => report), ...trace.idle]
  return {
    ...runSummary(trace),
    pipeline,
    destination,
    dataset,
    location,
    asked,
    spans: spansOf(trace),
    resources: resourcesOf(trace),
    tables: tablesOf(packages),
    packageList: packages.map(({ loadId, state, schemaName, schemaHash, pending, error }) => ({
      loadId,
      state,
      schemaName,
      schemaHash,
      pending,
      ...(error !== undefined && { error }),
    })),
    cursors: reports.flatMap(({ cursors = [] }) => cursors),
    resumedResources: trace.resumed ?? [],
    setAside: reports.flatMap(({ discarded }) => discarded),
    nullOnlyColumns: nullOnly(reports),
    warningTexts: trace.warnings,
    overridden,
    config: configLooks(trace.config),
  }
}

function spansOf({ startedAt, finishedAt, steps, packages }: Trace): readonly RunSpan[] {
  const begun = Date.parse(startedAt)
  const jobs = packages.flatMap((one) => one.jobs)
  const facts: Readonly<Record<string, RunSpan['facts']>> = {
    load: { packages: packages.filter(({ state }) => state === 'loaded').length, jobs: jobs.length },
    normalize: { rows: sum(jobs.map(({ rows }) => rows)), bytes: sum(jobs.map(({ bytes }) => bytes)) },
    extract: {
      pages: sum(packages.flatMap(({ report }) => Object.values(report.resources).map(({ pages }) => pages))),
    },
  }
  const run = { name: 'run', start: 0, ms: Math.max(0, Date.parse(finishedAt) - begun), facts: {} }
  const ofSteps = steps.map(({ step, startedAt: at, seconds, error }) => ({
    name: step,
    start: Math.max(0, Date.parse(at) - begun),
    ms: Math.round(seconds * 1000),
    ...(error !== undefined && { error }),
    facts: facts[step] ?? {},
  }))
  return [run, ...ofSteps]
}

/** Once a resource and schema, whatever number of packages it came in. */
function resourcesOf({ packages, idle }: Trace): readonly ResourceReport[] {
  const all = new Map<string, ResourceReport>()
  const parts = [
    ...packages.map(({ schemaName, report }) => ({ schema: schemaName, report })),
    ...idle.map((report) => ({ schema: '', report })),
  ]
  for (const { schema, report } of parts) {
    for (const [name, { pages, rows, bytes, paging, unchanged }] of Object.entries(report.resources)) {
      const key = `${schema} ${name}`
      const known = all.get(key)
      const answers = (known?.unchanged ?? 0) + (unchanged ?? 0)
      const found = paging ?? known?.paging
      all.set(key, {
        name,
        schema,
        pages: pages + (known?.pages ?? 0),
        rows: rows + (known?.rows ?? 0),
        bytes: bytes + (known?.bytes ?? 0),
        ...(found !== undefined && { paging: found }),
        ...(answers > 0 && { unchanged: answers }),
      })
    }
  }
  return [...all.values()]
}

function tablesOf(packages: readonly PackageInfo[]): readonly TableReport[] {
  const names = new Set(packages.flatMap(({ report }) => Object.keys(report.rowCounts)))
  return [...names].map((name) => {
    const jobs = packages.flatMap((one) => one.jobs.filter(({ table }) => table === name))
    const reports = packages.map(({ report }) => report)
    return {
      name,
      rows: sum(reports.map(({ rowCounts }) => rowCounts[name] ?? 0)),
      jobs: jobs.length,
      bytes: sum(jobs.map(({ bytes }) => bytes)),
      isNew: reports.some(({ schemaChanges }) => schemaChanges?.newTables.includes(name)),
      newColumns: reports.flatMap(({ schemaChanges }) => schemaChanges?.newColumns[name] ?? []),
      widened: reports
        .flatMap(({ widened = [] }) => widened)
        .filter(({ table }) => table === name)
        .map(({ column, from, to }) => ({ column, from, to })),
    }
  })
}

/** Columns that no package of the run had a value for. */
function nullOnly(reports: readonly PackageReport[]): PackageReport['nullOnlyColumns'] {
  const columns = new Map<string, Set<string>>()
  for (const { nullOnlyColumns } of reports) {
    for (const [table, names] of Object.entries(nullOnlyColumns)) {
      columns.set(table, new Set([...(columns.get(table) ?? []), ...names]))
    }
  }
  return Object.fromEntries([...columns].map(([table, names]) => [table, [...names]]))
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
