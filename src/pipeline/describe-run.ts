import type { PackageReport } from '../contracts/load-package.ts'
import { type PrintTableOptions, printTable } from '../dataset/print-table.ts'
import { byteText } from '../values/byte-text.ts'
import { duration, type PackageInfo } from './load-info.ts'
import type { Trace } from './trace.ts'
import { addedBy } from './views/run-summary.ts'

/** A recorded run as text for a terminal: steps, resources, tables, packages, what was set aside, warnings, the error. */
export function describeRun(trace: Trace, options: PrintTableOptions = {}): string {
  const table = (head: readonly string[], rows: readonly (readonly unknown[])[]) =>
    rows.length === 0 ? undefined : printTable(head, rows, options)
  const discarded = reportsOf(trace).flatMap((report) => report.discarded)
  const blocks = [
    headOf(trace),
    table(
      ['step', 'seconds', 'outcome'],
      trace.steps.map(({ step, seconds, error }) => [step, round(seconds), error ?? 'done']),
    ),
    table(['resource', 'pages', 'rows', 'read', ...(hasPaging(trace) ? ['paging'] : [])], resourceRows(trace)),
    table(
      ['went on with', 'loaded before', 'from the page log'],
      (trace.resumed ?? []).map((one) => [one.resource, one.pagesBefore, one.pagesFromLog]),
    ),
    table(['cursor of', 'field', 'from', 'to', 'kept', 'left out'], cursorRows(trace)),
    table(['table', 'rows', 'jobs', 'size', 'schema'], tableRows(trace)),
    table(
      ['package', 'state', 'schema', 'from'],
      trace.packages.map(({ loadId, state, schemaName, pending }) => [
        loadId,
        state,
        schemaName,
        pending ? 'an earlier run' : 'this run',
      ]),
    ),
    table(
      ['set aside in', 'column', 'reason', 'count'],
      discarded.map((one) => [one.table, one.column, one.reason, one.count]),
    ),
    trace.warnings.map((warning) => `warning: ${warning}`).join('\n'),
    trace.error === undefined ? undefined : `error: ${trace.error.message}`,
  ]
  return blocks.filter((block) => block !== undefined && block !== '').join('\n\n')
}

/** Recorded runs, one a line, as they are given. */
export function describeRuns(traces: readonly Trace[], options: PrintTableOptions = {}): string {
  const rows = traces.map((trace) => [
    trace.startedAt.slice(0, 19).replace('T', ' '),
    trace.error === undefined ? 'completed' : `failed: ${trace.error.code}`,
    round(secondsOf(trace)),
    sum(Object.values(trace.rowCounts)),
    trace.packages.length,
    trace.warnings.length,
    addedBy(trace.packages).join(', '),
  ])
  return printTable(['started (UTC)', 'outcome', 'seconds', 'rows', 'packages', 'warnings', 'new'], rows, options)
}

function headOf(trace: Trace): string {
  const outcome = trace.error === undefined ? 'COMPLETED' : 'FAILED'
  const asked = Object.entries(trace.asked).map(([key, value]) => `${key} ${[value].flat().map(plain).join(', ')}`)
  return [
    `Run of ${trace.pipeline} started at ${trace.startedAt} and ${outcome} in ${duration(secondsOf(trace))}`,
    `into dataset ${trace.dataset} of ${trace.destination} at ${trace.location}`,
    ...(asked.length > 0 ? [`asked for ${asked.join('; ')}`] : []),
  ].join('\n')
}

/** Of packages, and of sources that gave none. */
function reportsOf({ packages, idle = [] }: Trace): readonly PackageReport[] {
  return [...packages.map(({ report }) => report), ...idle]
}

function resourceRows(trace: Trace): readonly (readonly unknown[])[] {
  return reportsOf(trace).flatMap((report) =>
    Object.entries(report.resources).map(([name, { pages, rows, bytes, paging }]) => [
      name,
      pages,
      rows,
      byteText(bytes),
      ...(hasPaging(trace) ? [paging ?? ''] : []),
    ]),
  )
}

function hasPaging(trace: Trace): boolean {
  return reportsOf(trace).some(({ resources }) => Object.values(resources).some(({ paging }) => paging !== undefined))
}

function cursorRows(trace: Trace): readonly (readonly unknown[])[] {
  return reportsOf(trace).flatMap(({ cursors = [] }) =>
    cursors.map(({ resource, cursorPath, from, to, kept, leftOut, parents }) => [
      parents === undefined ? resource : `${resource}, of ${parents} parents`,
      cursorPath,
      from,
      to,
      kept,
      Object.entries(leftOut)
        .map(([reason, count]) => `${count} ${reason}`)
        .join(', '),
    ]),
  )
}

function tableRows({ packages }: Trace): readonly (readonly unknown[])[] {
  return packages.flatMap((one) =>
    Object.entries(one.report.rowCounts).map(([name, rows]) => {
      const jobs = one.jobs.filter((job) => job.table === name)
      return [name, rows, jobs.length, byteText(sum(jobs.map(({ bytes }) => bytes))), changeOf(one, name)]
    }),
  )
}

function changeOf({ report: { schemaChanges, widened = [] } }: PackageInfo, table: string): string {
  if (schemaChanges?.newTables.includes(table)) return 'new'
  const added = (schemaChanges?.newColumns[table] ?? []).map(({ name, type }) => `+ ${name} ${type}`)
  const wider = widened.filter((one) => one.table === table).map(({ column, from, to }) => `${column} ${from} → ${to}`)
  return [...added, ...wider].join(', ')
}

const secondsOf = ({ startedAt, finishedAt }: Trace): number => (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000

const round = (seconds: number): number => Number(seconds.toFixed(2))

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
