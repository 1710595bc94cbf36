import { pipelineHealth } from '../../checks/pipeline-health.ts'
import { type PipelineGlance, pipelineGlances, readPipelineFacts } from '../../inspect.ts'
import { pipelinesDir } from '../../package/working-folder.ts'
import type { PipelineList } from '../api/pipelines.ts'
import { ROUTES } from '../api/routes.ts'
import { knownName, placeOf } from '../known-pipeline.ts'
import { servedJson, type Unchanged } from '../served-route.ts'

/** `/pipelines`. */
export const pipelines = servedJson(ROUTES.pipelines, async ({ scope }) => {
  const glances = await pipelineGlances(placeOf(scope))
  return {
    pipelines: await Promise.all(glances.map(inOneLine)),
    workingFolder: pipelinesDir(placeOf(scope)),
  }
})

/** `/pipelines/:name`. */
export const facts = servedJson(ROUTES.facts, async (ask) =>
  readPipelineFacts(await knownName(ask), placeOf(ask.scope)),
)

async function inOneLine(glance: PipelineGlance): Promise<Unchanged<PipelineList['pipelines'][number]>> {
  const { trace: _trace, failed: _failed, ...line } = glance
  return { ...line, health: await pipelineHealth(glance, Date.now()) }
}
