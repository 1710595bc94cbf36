import type { ROUTES } from '../api/routes.ts'
import type { ServedRoute } from '../served-route.ts'
import { chart } from './chart-routes.ts'
import { live } from './live-route.ts'
import { facts, pipelines, runs } from './pipeline-routes.ts'
import { profile } from './profile-route.ts'
import { reportHtml, reportLive, reports } from './report-routes.ts'
import { run } from './run-routes.ts'
import { schema, schemaText } from './schema-routes.ts'
import { completion, query } from './sql-routes.ts'
import { rowCounts, tableCount, tableRows } from './table-routes.ts'

/** What answers each route of the API. */
export const SERVED_ROUTES: Readonly<Partial<Record<keyof typeof ROUTES, ServedRoute>>> = {
  pipelines,
  facts,
  runs,
  run,
  live,
  schema,
  schemaText,
  completion,
  rowCounts,
  tableRows,
  tableCount,
  query,
  profile,
  reports,
  reportLive,
  reportHtml,
  chart,
}
