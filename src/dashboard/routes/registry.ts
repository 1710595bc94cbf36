import type { ROUTES } from '../api/routes.ts'
import type { ServedRoute } from '../served-route.ts'
import { facts, pipelines, runs } from './pipeline-routes.ts'
import { run } from './run-routes.ts'
import { schema } from './schema-routes.ts'

/** What answers each route of the API. */
export const SERVED_ROUTES: Readonly<Partial<Record<keyof typeof ROUTES, ServedRoute>>> = {
  pipelines,
  facts,
  runs,
  run,
  schema,
}
