import { z } from 'zod'

/** What went wrong, and what to do: a `TolvaError` as JSON. Holds no secret. */
export const problem = z.object({
  /** `duckdb_file_held`, `sql_not_read_only`, `unknown_pipeline`, … */
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  context: z.record(z.string(), z.unknown()).optional(),
})
export type Problem = z.infer<typeof problem>

/** The body of every answer that is no success. */
export const failure = z.object({ error: problem })
