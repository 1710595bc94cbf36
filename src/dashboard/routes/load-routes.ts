import { readLoadDetails, readLoadRows, readLocalLoads, withLoadsThere } from '../../inspect.ts'
import { ROUTES } from '../api/routes.ts'
import { knownName, knownPipeline, placeOf } from '../known-pipeline.ts'
import { ifItAnswers, reading } from '../reading.ts'
import { type Ask, servedJson, withQuery } from '../served-route.ts'

/** Seconds that one load of this machine waits for what the destination says of it. */
const PATIENCE = 1

/** `/pipelines/:name/loads`. */
export const loads = servedJson(
  ROUTES.loads,
  withQuery(ROUTES.loads.query, ({ wait }, ask) => allLoads(ask, wait)),
)

/** `/pipelines/:name/loads/:loadId`. */
export const load = servedJson(ROUTES.load, async (ask) => {
  const known = (await allLoads(ask, PATIENCE)).loads
  return readLoadDetails(await knownName(ask), ask.params.loadId ?? '', { ...placeOf(ask.scope), known })
})

/** `/pipelines/:name/loads/:loadId/rows`. */
export const loadRows = servedJson(ROUTES.loadRows, async (ask) => {
  const schemas = await (await knownPipeline(ask)).schemas()
  const counts = await reading(ask, (dataset) => readLoadRows(dataset, schemas.values(), ask.params.loadId ?? ''))
  return { counts }
})

/** What this machine knows, with what the destination says where it answers. */
async function allLoads(ask: Ask, seconds: number) {
  const local = await readLocalLoads(await knownName(ask), placeOf(ask.scope))
  const { found, ...problem } = await ifItAnswers(ask, seconds, (dataset) => dataset.loads())
  return { loads: found === undefined ? local : withLoadsThere(local, found), ...problem }
}
