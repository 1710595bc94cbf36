import { z } from 'zod'

const point = z.object({
  /** Milliseconds since the start of the run. */
  t: z.number(),
  rows: z.number(),
  bytes: z.number(),
  requests: z.number(),
  /** Bytes of memory of the process that runs. */
  memory: z.number(),
})

/** How far a run is: the fold of its events, the same that the terminal draws. Counts are totals. */
export const runProgress = z.object({
  run: z.string(),
  /** `lost`: its process is gone without having said how it ended. */
  status: z.enum(['running', 'completed', 'failed', 'lost']),
  pid: z.number().optional(),
  startedAt: z.string(),
  /** Milliseconds since the start, up to now or the end. */
  elapsed: z.number(),
  step: z.enum(['sync', 'extract', 'normalize', 'load']).optional(),
  /** In the order in which they began; a step that begins again at each checkpoint stands here once. */
  steps: z.array(
    z.object({
      step: z.string(),
      startedAt: z.number().optional(),
      /** Absent: it is going on. */
      seconds: z.number().optional(),
      error: z.string().optional(),
    }),
  ),
  resources: z.array(
    z.object({
      name: z.string(),
      pages: z.number(),
      /** Rows of its own table. */
      rows: z.number(),
      bytes: z.number(),
      paging: z.string().optional(),
      /** Answers that said that nothing has changed. */
      unchanged: z.number().optional(),
    }),
  ),
  tables: z.array(
    z.object({ name: z.string(), rows: z.number(), jobs: z.number(), loaded: z.number(), failed: z.number() }),
  ),
  /** `at`: since when it has its state, in milliseconds since the start. A long run seals several, at checkpoints. */
  packages: z.array(
    z.object({
      loadId: z.string(),
      state: z.enum(['sealed', 'loaded', 'failed']),
      at: z.number(),
      rows: z.number().optional(),
      bytes: z.number().optional(),
    }),
  ),
  totals: z.object({
    pages: z.number(),
    rows: z.number(),
    bytes: z.number(),
    requests: z.number(),
    /** Requests that were answered with an error or not at all. */
    refused: z.number(),
    /** Requests that were tries again. */
    retries: z.number(),
    /** Milliseconds waited for rate limits, retries and locks, and how often; what waits beside another counts once. */
    waitedMs: z.number(),
    waits: z.number(),
    memory: z.number(),
    /** Per second, of the last seconds; of a run that is over, of all of it. */
    rowsPerSecond: z.number(),
    bytesPerSecond: z.number(),
  }),
  /** What it waited for: `rate limit`, `status 429`, `network`, a lock and who holds it. */
  waits: z.array(z.object({ why: z.string(), times: z.number(), ms: z.number() })),
  /** What it waits for now. */
  waiting: z.string().optional(),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).optional(),
  /** At most 600 points over the whole run, the last of them now. */
  series: z.array(point),
})
export type RunProgress = z.infer<typeof runProgress>

/** Server-sent events of `/live`: `progress` at most four a second while something moves; `idle` where nothing has run. */
export const liveEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('progress'), data: runProgress }),
  z.object({ event: z.literal('idle'), data: z.object({}) }),
])
export type LiveEvent = z.infer<typeof liveEvent>
