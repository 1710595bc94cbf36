import { z } from 'zod'
import { problem } from './problem.ts'

/** How a check or a whole pipeline stands. `unknown`: it could not be looked at, or nothing has run. */
export const health = z.enum(['good', 'warning', 'bad', 'unknown'])
export type Health = z.infer<typeof health>

/** A run in one line. */
export const runSummary = z.object({
  /** Name of its record; `/runs/:run` takes it. */
  run: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  seconds: z.number(),
  outcome: z.enum(['completed', 'failed']),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).optional(),
  /** Rows per table, system tables left out. */
  rowCounts: z.record(z.string(), z.number()),
  rows: z.number(),
  packages: z.number(),
  warnings: z.number(),
  /** New tables, and new columns as `table.column`. */
  added: z.array(z.string()),
  /** Resources that went on where an earlier run had stopped. */
  resumed: z.number(),
})
export type RunSummary = z.infer<typeof runSummary>

/** A pipeline that has run on this machine. */
export const listedPipeline = z.object({
  name: z.string(),
  destination: z.string(),
  dataset: z.string(),
  health,
  /** A run is going on now. */
  running: z.boolean(),
  lastRun: runSummary.optional(),
  /** Rows of its last runs, the oldest first, for a small plot. */
  recentRows: z.array(z.number()),
  /** Packages that wait to be loaded, failed ones included. */
  waiting: z.number(),
  /** Why its folder could not be read. */
  problem: problem.optional(),
})

export const pipelineList = z.object({ pipelines: z.array(listedPipeline), workingFolder: z.string() })
export type PipelineList = z.infer<typeof pipelineList>

/** What a pipeline is: local facts only, so that it can be told without credentials. */
export const pipelineFacts = z.object({
  name: z.string(),
  destination: z.string(),
  /** Where data goes, without secrets; absent where the configuration does not say. */
  location: z.string().optional(),
  dataset: z.string(),
  workingFolder: z.string(),
  /** Where it ran first. */
  projectFolder: z.string(),
  stateVersion: z.number(),
  defaultSchema: z.string().nullable(),
  schemas: z.array(z.object({ name: z.string(), version: z.number(), hash: z.string(), tables: z.number() })),
  running: z.boolean(),
  waiting: z.array(z.object({ loadId: z.string(), state: z.string(), error: z.string().optional() })),
  /** Resources that a stopped run has read in part. */
  unfinished: z.array(z.object({ source: z.string(), resource: z.string(), pages: z.number() })),
  lastRun: runSummary.optional(),
  problem: problem.optional(),
})
export type PipelineFacts = z.infer<typeof pipelineFacts>

export const runList = z.object({ runs: z.array(runSummary) })
