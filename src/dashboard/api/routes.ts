import { z } from 'zod'
import { checkList } from './checks.ts'
import {
  completion,
  countAnswer,
  countRequest,
  exportRequest,
  grid,
  queryRequest,
  rowCounts,
  tableProfile,
  tableRequest,
} from './data.ts'
import { diagramAnswer, diagramRequest } from './diagram.ts'
import { liveEvent } from './live.ts'
import { loadDetails, loadList, loadRows } from './loads.ts'
import { pipelineFacts, pipelineList, runList } from './pipelines.ts'
import { chartAnswer, chartRequest, reportEvent, reportList } from './reports.ts'
import { schemaDiff, schemaShape, schemaText, schemaVersions } from './schema.ts'
import { stateView } from './state.ts'
import { runRecord } from './trace.ts'

/** One route of the API: what it takes and what it answers. Failures answer `failure`. */
export interface ApiRoute {
  readonly method: 'GET' | 'POST'
  /** As hono writes it, below `/api`. */
  readonly path: string
  readonly about: string
  readonly query?: z.ZodObject
  readonly body?: z.ZodObject
  /** `json` by default. Events that go wrong end with one `problem`, whose data is a `Problem`. */
  readonly kind?: 'json' | 'events' | 'file'
  /** Absent for files. */
  readonly answer?: z.ZodType
}

const optional = z.string().optional()

/** All routes of the API; `/api/openapi.json` is made of them. */
export const ROUTES = {
  pipelines: {
    method: 'GET',
    path: '/pipelines',
    about: 'pipelines that have run on this machine',
    answer: pipelineList,
  },
  facts: { method: 'GET', path: '/pipelines/:name', about: 'what a pipeline is; local facts', answer: pipelineFacts },
  runs: { method: 'GET', path: '/pipelines/:name/runs', about: 'its recorded runs, the newest first', answer: runList },
  run: { method: 'GET', path: '/pipelines/:name/runs/:run', about: 'one of them, or `last`', answer: runRecord },
  checks: {
    method: 'GET',
    path: '/pipelines/:name/checks',
    about: 'the five checks; with data=no only what needs no database',
    query: z.object({ data: z.enum(['yes', 'no']).default('yes') }),
    answer: checkList,
  },
  live: {
    method: 'GET',
    path: '/pipelines/:name/live',
    about: 'how far its run is',
    kind: 'events',
    answer: liveEvent,
  },
  schema: {
    method: 'GET',
    path: '/pipelines/:name/schemas/:schema',
    about: 'tables, columns, references',
    query: z.object({ hash: optional }),
    answer: schemaShape,
  },
  schemaVersions: {
    method: 'GET',
    path: '/pipelines/:name/schemas/:schema/versions',
    about: 'its versions, the newest first',
    answer: schemaVersions,
  },
  schemaDiff: {
    method: 'GET',
    path: '/pipelines/:name/schemas/:schema/diff',
    about: 'what changed between two versions, by their hashes',
    query: z.object({ from: z.string(), to: z.string() }),
    answer: schemaDiff,
  },
  schemaText: {
    method: 'GET',
    path: '/pipelines/:name/schemas/:schema/text',
    about: 'as yaml, json, dbml, dot, mermaid or ts',
    query: z.object({ format: z.string().default('yaml'), hash: optional }),
    answer: schemaText,
  },
  completion: {
    method: 'GET',
    path: '/pipelines/:name/completion',
    about: 'tables and columns for the editor; local facts',
    answer: completion,
  },
  rowCounts: { method: 'GET', path: '/pipelines/:name/row-counts', about: 'rows of each table', answer: rowCounts },
  tableRows: {
    method: 'POST',
    path: '/pipelines/:name/table-rows',
    about: 'a page of a table',
    body: tableRequest,
    answer: grid,
  },
  tableCount: {
    method: 'POST',
    path: '/pipelines/:name/table-count',
    about: 'how many rows a filter leaves',
    body: countRequest,
    answer: countAnswer,
  },
  query: {
    method: 'POST',
    path: '/pipelines/:name/query',
    about: 'one reading statement',
    body: queryRequest,
    answer: grid,
  },
  export: {
    method: 'POST',
    path: '/pipelines/:name/export',
    about: 'rows as a file; the header x-tolva-limited says what cut it short',
    body: exportRequest,
    kind: 'file',
  },
  profile: {
    method: 'GET',
    path: '/pipelines/:name/tables/:table/profile',
    about: 'what a table holds, column by column',
    answer: tableProfile,
  },
  loads: {
    method: 'GET',
    path: '/pipelines/:name/loads',
    about: 'its loads, the newest first; those of the destination, if it answers within so many seconds',
    query: z.object({ wait: z.coerce.number().min(0.1).max(20).default(1) }),
    answer: loadList,
  },
  load: { method: 'GET', path: '/pipelines/:name/loads/:loadId', about: 'one load', answer: loadDetails },
  loadRows: {
    method: 'GET',
    path: '/pipelines/:name/loads/:loadId/rows',
    about: 'rows of a load that are there now, by table',
    answer: loadRows,
  },
  state: { method: 'GET', path: '/pipelines/:name/state', about: 'its state and cursors', answer: stateView },
  reports: { method: 'GET', path: '/reports', about: 'reports of the project folder', answer: reportList },
  reportLive: {
    method: 'GET',
    path: '/reports/:report/live',
    about: 'runs a report, and again whenever its file is saved',
    kind: 'events',
    answer: reportEvent,
  },
  chart: {
    method: 'POST',
    path: '/chart',
    about: 'a Vega-Lite spec checked and compiled, to be drawn',
    body: chartRequest,
    answer: chartAnswer,
  },
  diagram: {
    method: 'POST',
    path: '/diagram',
    about: 'where boxes and the lines between them stand in a diagram',
    body: diagramRequest,
    answer: diagramAnswer,
  },
  reportHtml: { method: 'GET', path: '/reports/:report/html', about: 'a report as one file', kind: 'file' },
} as const satisfies Readonly<Record<string, ApiRoute>>
