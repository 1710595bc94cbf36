import { z } from 'zod'
import { problem } from './problem.ts'

/** A load, known here by its package or its run, at the destination by its row in `_dlt_loads`, or both. */
export const listedLoad = z.object({
  loadId: z.string(),
  schemaName: z.string().optional(),
  /** `loaded`: as `_dlt_loads` or the package says. */
  state: z.enum(['loaded', 'sealed', 'failed', 'aborted', 'discarded']),
  /** ISO timestamp: loaded, or since when it has its state. */
  at: z.string().optional(),
  /** Of the user's tables; absent where no package of it is on this machine. */
  rowCounts: z.record(z.string(), z.number()).optional(),
  rows: z.number().optional(),
  bytes: z.number().optional(),
  jobs: z.number().optional(),
  error: z.string().optional(),
  here: z.boolean(),
  /** Absent: the destination could not be asked. */
  atDestination: z.boolean().optional(),
})

export const loadList = z.object({
  /** The newest first. */
  loads: z.array(listedLoad),
  /** Why the destination's could not be had. */
  problem: problem.optional(),
})
export type LoadList = z.infer<typeof loadList>

export const loadDetails = listedLoad.extend({
  createdAt: z.string().optional(),
  jobList: z.array(
    z.object({
      id: z.string(),
      table: z.string(),
      format: z.string().optional(),
      rows: z.number(),
      bytes: z.number(),
      state: z.enum(['loaded', 'waiting', 'failed']),
    }),
  ),
  failure: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).optional(),
  /** Commands that go on from here, for a package that waits. */
  next: z.array(z.object({ command: z.string(), what: z.string() })),
  schemaVersion: z.object({ version: z.number(), hash: z.string(), current: z.boolean() }).optional(),
  added: z.object({
    tables: z.array(z.string()),
    columns: z.array(z.object({ table: z.string(), name: z.string(), type: z.string() })),
    widened: z.array(z.object({ table: z.string(), column: z.string(), from: z.string(), to: z.string() })),
  }),
  setAside: z.array(
    z.object({ table: z.string(), column: z.string().optional(), reason: z.string(), count: z.number() }),
  ),
  warnings: z.array(z.string()),
  /** Name of the run that loaded it, where that is remembered. */
  run: z.string().optional(),
})
export type LoadDetails = z.infer<typeof loadDetails>

/** Rows of a load that the destination has now, by table; nested tables through their root. */
export const loadRows = z.object({ counts: z.record(z.string(), z.number()) })
