import { type PipelineGlance, pipelineGlances, readPipelineFacts } from '../../inspect.ts'
import { pipelinesDir } from '../../package/working-folder.ts'
import type { Health } from '../api/pipelines.ts'
import { ROUTES } from '../api/routes.ts'
import { knownName, placeOf } from '../known-pipeline.ts'
import { servedJson } from '../served-route.ts'

/** `/pipelines`. */
export const pipelines = servedJson(ROUTES.pipelines, async ({ scope }) => {
  const glances = await pipelineGlances(placeOf(scope))
  return {
    pipelines: glances.map(({ trace, failed, ...glance }) => ({ ...glance, health: healthOf({ ...glance, failed }) })),
    workingFolder: pipelinesDir(placeOf(scope)),
  }
})

/** `/pipelines/:name`. */
export const facts = servedJson(ROUTES.facts, async (ask) =>
  readPipelineFacts(await knownName(ask), placeOf(ask.scope)),
)

function healthOf({ lastRun, waiting, failed }: PipelineGlance): Health {
  if (lastRun === undefined) return 'unknown'
  if (lastRun.outcome === 'failed' || failed > 0) return 'bad'
  return waiting > 0 || lastRun.warnings > 0 ? 'warning' : 'good'
}
