import type { PackageReport } from '../contracts/load-package.ts'
import type { Resumed } from '../extract/resume/resumed.ts'
import type { PlanData } from './plan-info.ts'

export interface PackageInfo {
  readonly loadId: string
  readonly schemaName: string
  readonly schemaHash: string
  readonly state: 'loaded' | 'sealed' | 'failed'
  /** Tables that a refresh or a drop took away. */
  readonly dropped: readonly string[]
  /** Tables that a refresh emptied. */
  readonly emptied: readonly string[]
  /** True where an earlier run had left it behind. */
  readonly pending: boolean
  readonly jobs: readonly {
    readonly id: string
    readonly table: string
    readonly rows: number
    readonly bytes: number
  }[]
  readonly report: PackageReport
  readonly error?: string
}

export interface StepInfo {
  readonly step: 'sync' | 'extract' | 'normalize' | 'load'
  readonly startedAt: string
  readonly seconds: number
  /** Code of the error that ended it. */
  readonly error?: string
}

/** Something given in code that won over what the stored state says. */
export interface Overridden {
  readonly setting: 'dataset' | 'destination'
  readonly given: string
  readonly stored: string
}

export interface LoadInfoData {
  readonly pipeline: string
  readonly destination: string
  readonly dataset: string
  /** Where the data went; holds no secret. */
  readonly location: string
  readonly startedAt: string
  readonly finishedAt: string
  readonly steps: readonly StepInfo[]
  readonly packages: readonly PackageInfo[]
  /** What sources say that were read and gave nothing to load, so that no package was made. */
  readonly idle: readonly PackageReport[]
  /** Rows per table over all packages of this run, system tables left out. */
  readonly rowCounts: Readonly<Record<string, number>>
  /** What was taken over of an earlier run that stopped; absent in reports of older versions. */
  readonly resumed?: readonly Resumed[]
  /** What was given in code and won over the stored state. */
  readonly overridden: readonly Overridden[]
  readonly warnings: readonly string[]
  /** Of a dry run: what a run would do. Nothing was loaded then. */
  readonly plan?: PlanData
}

/** The report of a run. As text it is four sentences; as JSON it is all of `LoadInfoData`. */
export interface LoadInfo extends LoadInfoData {
  toString(): string
  toJSON(): LoadInfoData
}

/** Adds text and JSON forms to the data of a finished run. */
export function loadInfo(data: LoadInfoData): LoadInfo {
  return { ...data, toString: () => sentences(data).join('\n'), toJSON: () => data }
}

/** `0.26 seconds`, `1 minute and 2.50 seconds`. */
export function duration(seconds: number): string {
  const rest = `${(seconds % 60).toFixed(2)} seconds`
  if (seconds < 60) return rest
  const minutes = Math.floor(seconds / 60)
  return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} and ${rest}`
}

function sentences(data: LoadInfoData): string[] {
  const load = data.steps.find((step) => step.step === 'load')
  const loaded = data.packages.filter((pkg) => pkg.state === 'loaded').length
  const total = data.packages.length
  const count = loaded === total ? `${total}` : `${loaded} of ${total}`
  return [
    load
      ? `Pipeline ${data.pipeline} load step completed in ${duration(load.seconds)}`
      : `Pipeline ${data.pipeline} load step did not start`,
    `${count} load package(s) were loaded to destination ${data.destination} and into dataset ${data.dataset}`,
    `The ${data.destination} destination used ${data.location} location to store data`,
    ...data.packages.map(packageSentence),
    ...(data.resumed ?? []).map(resumedSentence),
    ...[...data.packages.map(({ report }) => report), ...data.idle].flatMap(unchangedSentences),
  ]
}

function unchangedSentences({ resources }: PackageReport): string[] {
  return Object.entries(resources).flatMap(([name, { unchanged }]) =>
    unchanged === undefined
      ? []
      : [`Resource ${name} has not changed since the last run, by ${unchanged} answer(s) "not modified"`],
  )
}

function resumedSentence({ resource, pagesBefore, pagesFromLog }: Resumed): string {
  const parts = [
    pagesBefore > 0 ? `behind ${pagesBefore} page(s) that were loaded before` : '',
    pagesFromLog > 0 ? `with ${pagesFromLog} page(s) from the page log` : '',
  ]
  return `Resource ${resource} went on ${parts.filter(Boolean).join(' and ')}`
}

function packageSentence(pkg: PackageInfo): string {
  if (pkg.state === 'loaded') return `Load package ${pkg.loadId} is LOADED and contains no failed jobs`
  if (pkg.state === 'failed')
    return `Load package ${pkg.loadId} FAILED and is NOT LOADED: ${pkg.error ?? 'see its error'}`
  return `Load package ${pkg.loadId} is NORMALIZED and NOT YET LOADED to the destination and contains no failed jobs`
}

/** Rows per table over packages, system tables left out. */
export function totals(packages: readonly PackageInfo[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { report } of packages) {
    for (const [table, rows] of Object.entries(report.rowCounts)) {
      if (!table.startsWith('_dlt')) counts[table] = (counts[table] ?? 0) + rows
    }
  }
  return counts
}
