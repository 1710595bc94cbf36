import type { Turn } from '../../checks/check.ts'
import { checkPipeline } from '../../checks/check-pipeline.ts'
import { ROUTES } from '../api/routes.ts'
import { knownName, placeOf } from '../known-pipeline.ts'
import { takingTurns } from '../reading.ts'
import { servedJson, withQuery } from '../served-route.ts'

/** `/pipelines/:name/checks`. */
export const checks = servedJson(
  ROUTES.checks,
  withQuery(ROUTES.checks.query, async (query, ask) => {
    const name = await knownName(ask)
    const { scope, signal } = ask
    const turn: Turn = (work) => takingTurns(ask, work)
    return checkPipeline(name, { ...placeOf(scope), data: query.data === 'yes', signal, turn })
  }),
)
