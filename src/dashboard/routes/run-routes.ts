import { readRunRecord, readRunSummaries } from '../../inspect.ts'
import { ROUTES } from '../api/routes.ts'
import { knownName, placeOf } from '../known-pipeline.ts'
import { servedJson } from '../served-route.ts'

/** `/pipelines/:name/runs`. */
export const runs = servedJson(ROUTES.runs, async (ask) => ({
  runs: await readRunSummaries(await knownName(ask), placeOf(ask.scope)),
}))

/** `/pipelines/:name/runs/:run`; the newest is also called `last`. */
export const run = servedJson(ROUTES.run, async (ask) =>
  readRunRecord(await knownName(ask), ask.params.run ?? '', placeOf(ask.scope)),
)
