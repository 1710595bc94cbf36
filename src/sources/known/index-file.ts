import { z } from 'zod'

const Word = z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower case, digits and underscores')

const Field = z.strictObject({
  field: Word,
  description: z.string().min(10),
  example: z.string().min(1).optional(),
})

const Part = z.strictObject({
  title: z.string().min(2),
  description: z.string().min(20).max(240),
  kind: z.enum(['rest_api', 'chatbot', 'sql_database', 'filesystem', 'openapi']),
  tags: z.array(z.string().min(2)).min(2),
  docs_url: z.url().optional(),
  verified: z.boolean(),
  secrets: z.array(Field).default([]),
  settings: z.array(Field).default([]),
  // Checked by the source itself.
  source: z.looseObject({ name: Word }).optional(),
})

/** What a file of the index holds. */
export const IndexFile = Part.superRefine((file, context) => {
  if (!file.verified && file.docs_url === undefined)
    context.addIssue({ code: 'custom', path: ['docs_url'], message: 'is what an unverified source is written after' })
  if (file.kind !== 'openapi' && file.source === undefined)
    context.addIssue({ code: 'custom', path: ['source'], message: 'is required of every kind but openapi' })
})
