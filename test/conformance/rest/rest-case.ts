import { z } from 'zod'

const pairs = z.array(z.tuple([z.string(), z.string()]))

const expectedRequest = z.object({
  method: z.string(),
  path: z.string(),
  query: pairs,
  headers: z.record(z.string(), z.string()),
  body: z.unknown(),
  host: z.string().optional(),
})

const respond = z.object({
  status: z.number().default(200),
  headers: z.record(z.string(), z.string()).default({}),
  json: z.unknown().optional(),
  text: z.string().optional(),
  delay_ms: z.number().optional(),
  drop: z.boolean().optional(),
})

const route = z.object({
  match: z.object({
    method: z.string().optional(),
    path: z.string().optional(),
    query: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
    query_absent: z.array(z.string()).default([]),
    headers: z.record(z.string(), z.string()).default({}),
    header_absent: z.array(z.string()).default([]),
    json: z.unknown().optional(),
  }),
  times: z.number().nullish(),
  respond,
})

const expectedRun = z.object({
  expected_requests: z.array(expectedRequest).nullish(),
  expected_rows_by_resource: z.record(z.string(), z.array(z.unknown())).nullish(),
  expected_error: z.object({ phase: z.string(), http_status: z.number().nullish() }).nullish(),
  expected_state: z.record(z.string(), z.unknown()).nullish(),
})

/** A recorded case of the declarative REST source. */
export const restCase = expectedRun.extend({
  name: z.string(),
  tags: z.array(z.string()).default([]),
  quirk: z.boolean().default(false),
  env: z.record(z.string(), z.string()).default({}),
  config: z.unknown(),
  server: z
    .object({ routes: z.array(route).default([]), fallback: respond.default({ status: 404, headers: {} }) })
    .default({ routes: [], fallback: { status: 404, headers: {} } }),
  order: z.string().nullish(),
  expected_resources: z.array(z.record(z.string(), z.unknown())).nullish(),
  runs: z.array(expectedRun).nullish(),
})

export type RestCase = z.infer<typeof restCase>
export type ExpectedRun = z.infer<typeof expectedRun>
export type ExpectedRequest = z.infer<typeof expectedRequest>
export type Route = z.infer<typeof route>
export type Respond = z.infer<typeof respond>
