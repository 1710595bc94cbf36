import type { ROUTES } from '../api/routes.ts'
import type { ServedRoute } from '../served-route.ts'
import { chart } from './chart-routes.ts'
import { checks } from './check-route.ts'
import { diagram } from './diagram-route.ts'
import { exported } from './export-route.ts'
import { live } from './live-route.ts'
import { load, loadRows, loads } from './load-routes.ts'
import { facts, pipelines } from './pipeline-routes.ts'
import { profile } from './profile-route.ts'
import { reportHtml, reportLive, reports } from './report-routes.ts'
import { run, runs } from './run-routes.ts'
import { schema, schemaDiff, schemaText, schemaVersions } from './schema-routes.ts'
import { completion, query } from './sql-routes.ts'
import { state } from './state-route.ts'
import { rowCounts, tableCount, tableRows } from './table-routes.ts'

/** What answers each route of the API. */
export const SERVED_ROUTES: Readonly<Record<keyof typeof ROUTES, ServedRoute>> = {
  pipelines,
  facts,
  runs,
  run,
  checks,
  live,
  schema,
  schemaVersions,
  schemaDiff,
  schemaText,
  completion,
  rowCounts,
  tableRows,
  tableCount,
  query,
  export: exported,
  profile,
  loads,
  load,
  loadRows,
  state,
  reports,
  reportLive,
  reportHtml,
  chart,
  diagram,
}
