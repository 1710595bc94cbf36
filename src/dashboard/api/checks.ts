import { z } from 'zod'
import { health } from './pipelines.ts'
import { problem } from './problem.ts'

/** One question about the last run, answered. */
export const checkResult = z.object({
  name: z.enum(['all_pages', 'cursor_moves', 'schema', 'unique_keys', 'types']),
  /** The question: `Were all pages read?` */
  question: z.string(),
  health,
  /** The answer in one sentence. */
  answer: z.string(),
  /** What to do, where something is to be done. */
  hint: z.string().optional(),
  /** By table, resource or column. */
  findings: z.array(
    z.object({
      subject: z.string(),
      table: z.string().optional(),
      column: z.string().optional(),
      health,
      text: z.string(),
    }),
  ),
  /** The statement that answered it, to be looked at in the editor. */
  sql: z.string().optional(),
  /** Why it could not be answered. */
  problem: problem.optional(),
})
export type CheckResult = z.infer<typeof checkResult>

export const checkList = z.object({ checks: z.array(checkResult), health })
export type CheckList = z.infer<typeof checkList>
