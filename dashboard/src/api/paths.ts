import type { ROUTES } from '../../../src/dashboard/api/routes.ts'

type Routes = typeof ROUTES

/** A route of the server's API, by its name in `routes.ts`. */
export type RouteName = keyof Routes

/** The server's paths, repeated here because the routes themselves bring their validator; the compiler holds them equal. */
export const PATHS: { readonly [Name in RouteName]: Routes[Name]['path'] } = {
  pipelines: '/pipelines',
  facts: '/pipelines/:name',
  runs: '/pipelines/:name/runs',
  run: '/pipelines/:name/runs/:run',
  checks: '/pipelines/:name/checks',
  live: '/pipelines/:name/live',
  schema: '/pipelines/:name/schemas/:schema',
  schemaVersions: '/pipelines/:name/schemas/:schema/versions',
  schemaDiff: '/pipelines/:name/schemas/:schema/diff',
  schemaText: '/pipelines/:name/schemas/:schema/text',
  completion: '/pipelines/:name/completion',
  rowCounts: '/pipelines/:name/row-counts',
  tableRows: '/pipelines/:name/table-rows',
  tableCount: '/pipelines/:name/table-count',
  query: '/pipelines/:name/query',
  export: '/pipelines/:name/export',
  profile: '/pipelines/:name/tables/:table/profile',
  loads: '/pipelines/:name/loads',
  load: '/pipelines/:name/loads/:loadId',
  loadRows: '/pipelines/:name/loads/:loadId/rows',
  state: '/pipelines/:name/state',
  reports: '/reports',
  reportLive: '/reports/:report/live',
  chart: '/chart',
  diagram: '/diagram',
  reportHtml: '/reports/:report/html',
}
