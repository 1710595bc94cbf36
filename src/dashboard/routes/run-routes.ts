import { ConfigError } from '../../errors/tolva-error.ts'
import { readTraces, type Trace } from '../../inspect.ts'
import { ROUTES } from '../api/routes.ts'
import type { RunRecord } from '../api/trace.ts'
import { knownName, placeOf } from '../known-pipeline.ts'
import { servedJson, type Unchanged } from '../served-route.ts'
import { runSummary } from './run-summary.ts'

/** `/pipelines/:name/runs/:run`; the newest is also called `last`. */
export const run = servedJson(ROUTES.run, async ({ scope, params }) => {
  const name = await knownName(params.name ?? '', scope)
  const traces = await readTraces(name, placeOf(scope))
  const trace = params.run === 'last' ? traces[0] : traces.find(({ startedAt }) => startedAt === params.run)
  if (trace !== undefined) return recordOf(trace)
  throw new ConfigError(`pipeline ${name} has no record of a run ${params.run}`, {
    code: 'unknown_run',
    hint: traces.length === 0 ? 'Run it first.' : `The last one began at ${traces[0]?.startedAt}.`,
    context: { pipeline: name },
  })
})

function recordOf(trace: Trace): Unchanged<RunRecord> {
  const started = Date.parse(trace.startedAt)
  const reports = [...trace.packages.map(({ report, schemaName }) => ({ ...report, schemaName }))]
  const names = [...new Set(trace.packages.flatMap(({ report }) => Object.keys(report.rowCounts)))]
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
  return {
    ...runSummary(trace),
    pipeline: trace.pipeline,
    destination: trace.destination,
    dataset: trace.dataset,
    location: trace.location,
    asked: { ...trace.asked },
    spans: trace.steps.map(({ step, startedAt, seconds, error }) => ({
      name: step,
      start: Date.parse(startedAt) - started,
      ms: seconds * 1000,
      ...(error !== undefined && { error }),
      facts: {},
    })),
    resources: reports.flatMap(({ resources, schemaName }) =>
      Object.entries(resources).map(([name, one]) => ({ name, schema: schemaName, ...one })),
    ),
    tables: names.map((name) => {
      const jobs = trace.packages.flatMap((one) => one.jobs.filter((job) => job.table === name))
      return {
        name,
        rows: sum(reports.map(({ rowCounts }) => rowCounts[name] ?? 0)),
        jobs: jobs.length,
        bytes: sum(jobs.map(({ bytes }) => bytes)),
        isNew: reports.some(({ schemaChanges }) => schemaChanges?.newTables.includes(name)),
        newColumns: reports.flatMap(({ schemaChanges }) => schemaChanges?.newColumns[name] ?? []),
        widened: reports.flatMap(({ widened = [] }) => widened.filter(({ table }) => table === name)),
      }
    }),
    packageList: trace.packages.map(({ loadId, state, schemaName, schemaHash, pending, error }) => ({
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
    nullOnlyColumns: Object.assign({}, ...reports.map((report) => report.nullOnlyColumns)),
    warningTexts: trace.warnings,
    overridden: trace.overridden,
    config: [],
  }
}
