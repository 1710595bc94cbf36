import { listPackages, listPipelines, readTraces } from '../../inspect.ts'
import type { Health, PipelineFacts, PipelineList } from '../api/pipelines.ts'
import { ROUTES } from '../api/routes.ts'
import { knownName, knownPipeline, placeOf } from '../known-pipeline.ts'
import { problemOf } from '../problem-of.ts'
import { type Ask, servedJson, type Unchanged } from '../served-route.ts'
import { runSummary } from './run-summary.ts'

/** `/pipelines`: all of them, those whose folder cannot be read with the reason. */
export const pipelines = servedJson(ROUTES.pipelines, async ({ scope }) => {
  const listed = await listPipelines(placeOf(scope))
  return {
    pipelines: await Promise.all(listed.map((one) => inOneLine(one, scope))),
    workingFolder: scope.dataDir ?? '',
  }
})

/** `/pipelines/:name`. */
export const facts = servedJson(ROUTES.facts, async (ask): Promise<Unchanged<PipelineFacts>> => {
  const pipeline = await knownPipeline(ask)
  const info = await pipeline.info()
  const [lastRun] = await readTraces(pipeline.name, placeOf(ask.scope))
  return {
    name: info.name,
    destination: info.destination,
    location: info.location,
    dataset: info.dataset,
    workingFolder: info.workingFolder,
    projectFolder: '',
    stateVersion: info.stateVersion,
    defaultSchema: (await pipeline.state()).default_schema_name,
    schemas: info.schemas,
    running: false,
    waiting: info.packages
      .filter(({ status }) => status.state !== 'loaded')
      .map(({ loadId, status }) => ({
        loadId,
        state: status.state,
        ...(status.state === 'failed' && { error: `${status.error.code}: ${status.error.message}` }),
      })),
    unfinished: info.unfinished,
    ...(lastRun !== undefined && { lastRun: runSummary(lastRun) }),
  }
})

/** `/pipelines/:name/runs`. */
export const runs = servedJson(ROUTES.runs, async ({ scope, params }) => {
  const name = await knownName(params.name ?? '', scope)
  return { runs: (await readTraces(name, placeOf(scope))).map(runSummary) }
})

type Listed = Awaited<ReturnType<typeof listPipelines>>[number]

async function inOneLine(
  { name, destination, dataset }: Listed,
  scope: Ask['scope'],
): Promise<Unchanged<PipelineList['pipelines'][number]>> {
  const known = { name, destination, dataset, running: false }
  try {
    const traces = await readTraces(name, placeOf(scope))
    const packages = await listPackages(name, placeOf(scope))
    const [last] = traces
    const waiting = packages.filter(({ state }) => state === 'sealed' || state === 'failed').length
    const health: Health = last === undefined ? 'unknown' : last.error !== undefined ? 'bad' : 'good'
    return {
      ...known,
      health: waiting > 0 && health === 'good' ? 'warning' : health,
      ...(last !== undefined && { lastRun: runSummary(last) }),
      recentRows: traces.map((trace) => runSummary(trace).rows).toReversed(),
      waiting,
    }
  } catch (error) {
    return { ...known, health: 'unknown', recentRows: [], waiting: 0, problem: problemOf(error) }
  }
}
