import { readStateView } from '../../inspect.ts'
import { ROUTES } from '../api/routes.ts'
import { knownName, placeOf } from '../known-pipeline.ts'
import { servedJson } from '../served-route.ts'

/** `/pipelines/:name/state`. */
export const state = servedJson(ROUTES.state, async (ask) => readStateView(await knownName(ask), placeOf(ask.scope)))
