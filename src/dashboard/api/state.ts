import { z } from 'zod'

export const stateView = z.object({
  version: z.number(),
  /** dlt's document, without what a secret is. */
  document: z.unknown(),
  cursors: z.array(
    z.object({
      source: z.string(),
      resource: z.string(),
      cursorPath: z.string(),
      initialValue: z.unknown().optional(),
      lastValue: z.unknown().optional(),
      /** Of the last run that read it. */
      from: z.unknown().optional(),
      to: z.unknown().optional(),
      at: z.string().optional(),
      kept: z.number().optional(),
      leftOut: z.record(z.string(), z.number()).optional(),
      parents: z.number().optional(),
      /** Its values after the last runs, the oldest first. */
      history: z.array(z.object({ at: z.string(), value: z.unknown() })),
    }),
  ),
  unfinished: z.array(z.object({ source: z.string(), resource: z.string(), pages: z.number() })),
})
export type StateView = z.infer<typeof stateView>
