import { z } from 'zod'

/** What is read of the report of a run; null where a script ran by itself and gave none. */
export const RUN_RESULT = z.object({
  report: z
    .looseObject({
      pipeline: z.string(),
      destination: z.string(),
      dataset: z.string(),
      location: z.string(),
      rowCounts: z.record(z.string(), z.number()),
      packages: z.array(z.looseObject({ loadId: z.string(), state: z.string() })),
      warnings: z.array(z.string()),
      plan: z.unknown().optional(),
    })
    .nullable(),
})

/** The same as tools give it. */
export const REPORT = z.object({
  file: z.string(),
  pipeline: z.string().optional(),
  destination: z.string().optional(),
  dataset: z.string().optional(),
  location: z.string().optional(),
  row_counts: z.record(z.string(), z.number()).optional(),
  packages: z.array(z.object({ load_id: z.string(), state: z.string() })).optional(),
  warnings: z.array(z.string()),
  plan: z.unknown().optional().describe('Of a dry run: tables, columns and statements as they would be.'),
})

/** What a report comes to for a tool. */
export function reportData(file: string, result: unknown): z.input<typeof REPORT> {
  const { report } = RUN_RESULT.parse(result)
  if (report === null) return { file, warnings: [] }
  const { pipeline, destination, dataset, location, rowCounts, packages, warnings, plan } = report
  return {
    file,
    pipeline,
    destination,
    dataset,
    location,
    row_counts: rowCounts,
    packages: packages.map(({ loadId, state }) => ({ load_id: loadId, state })),
    warnings,
    ...(plan !== undefined && { plan }),
  }
}
