import { z } from 'zod'
import { runSummary } from './pipelines.ts'

const resourceReport = z.object({
  name: z.string(),
  schema: z.string(),
  pages: z.number(),
  rows: z.number(),
  bytes: z.number(),
  paging: z.string().optional(),
  /** Answers that said that nothing has changed. */
  unchanged: z.number().optional(),
})

/** A recorded run. */
export const runRecord = runSummary.extend({
  pipeline: z.string(),
  destination: z.string(),
  dataset: z.string(),
  location: z.string(),
  asked: z.record(z.string(), z.unknown()),
  /** Spans: when each began and how long it took; the run is the whole. */
  spans: z.array(
    z.object({
      name: z.string(),
      /** Milliseconds since the start of the run. */
      start: z.number(),
      ms: z.number(),
      error: z.string().optional(),
      facts: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
  resources: z.array(resourceReport),
  tables: z.array(
    z.object({
      name: z.string(),
      rows: z.number(),
      jobs: z.number(),
      bytes: z.number(),
      /** New in this run. */
      isNew: z.boolean(),
      newColumns: z.array(z.object({ name: z.string(), type: z.string() })),
      widened: z.array(z.object({ column: z.string(), from: z.string(), to: z.string() })),
    }),
  ),
  packageList: z.array(
    z.object({
      loadId: z.string(),
      state: z.enum(['loaded', 'sealed', 'failed']),
      schemaName: z.string(),
      schemaHash: z.string(),
      pending: z.boolean(),
      error: z.string().optional(),
    }),
  ),
  cursors: z.array(
    z.object({
      resource: z.string(),
      cursorPath: z.string(),
      from: z.unknown().optional(),
      to: z.unknown().optional(),
      kept: z.number(),
      leftOut: z.record(z.string(), z.number()),
      parents: z.number().optional(),
    }),
  ),
  resumedResources: z.array(z.object({ resource: z.string(), pagesBefore: z.number(), pagesFromLog: z.number() })),
  setAside: z.array(
    z.object({ table: z.string(), column: z.string().optional(), reason: z.string(), count: z.number() }),
  ),
  nullOnlyColumns: z.record(z.string(), z.array(z.string())),
  warningTexts: z.array(z.string()),
  overridden: z.array(z.object({ setting: z.string(), given: z.string(), stored: z.string() })),
  /** Where each configuration value was looked for, in order; never the values. */
  config: z.array(
    z.object({
      key: z.string(),
      /** The place that had it; absent: none. */
      foundIn: z.string().optional(),
      looks: z.array(
        z.object({
          place: z.string(),
          key: z.string(),
          file: z.string().optional(),
          outcome: z.enum(['found', 'absent', 'placeholder', 'refused']),
          reason: z.string().optional(),
        }),
      ),
    }),
  ),
})
export type RunRecord = z.infer<typeof runRecord>
