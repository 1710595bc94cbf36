import { z } from 'zod'
import { caseSource } from './case-source.ts'
import { contractHint } from './contract-hint.ts'
import type { CasePipeline } from './open-case-pipeline.ts'
import type { CaseInput, CaseRun } from './pipeline-case.ts'
import type { Stage } from './stage.ts'

/** Does what a run of a case asks for; returns rows per table where packages were made and loaded. */
export async function actRun(
  current: CasePipeline,
  run: CaseRun,
  { input, stage }: { readonly input: CaseInput; readonly stage: Stage },
): Promise<Readonly<Record<string, number>> | undefined> {
  const action = run.action ?? 'run'
  if (run.before === 'drop_resource') {
    const dropped = await current.drop({ resources: run.drop_names ?? [] })
    if (action === 'none') return newCounts({ packages: [dropped.package] })
  }
  if (action === 'none') return undefined
  if (action === 'abort') {
    await current.abort()
    return undefined
  }
  const data = caseSource(run.resources ?? [], { ...input.source, ...run.source }, stage.form)
  const options = {
    signal: stage.signal,
    ...(run.refresh && { refresh: run.refresh }),
    ...(run.loader_file_format && { loaderFileFormat: fileFormat.parse(run.loader_file_format) }),
    ...(run.select && { select: run.select }),
    ...(run.schema_contract !== undefined &&
      run.schema_contract !== null && { schemaContract: contractHint.parse(run.schema_contract) }),
  }
  if (action === 'run') return newCounts(await current.run(data, options))
  await current.prepare(data, options)
  return undefined
}

const fileFormat = z.enum(['parquet', 'jsonl', 'csv', 'insert_values'])

const runReport = z.object({
  packages: z.array(
    z.object({ pending: z.boolean().optional(), report: z.object({ rowCounts: z.record(z.string(), z.number()) }) }),
  ),
})

/** Rows per table of the packages that this run made, system tables included. */
function newCounts(info: unknown): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { pending, report } of runReport.parse(info).packages) {
    if (pending) continue
    for (const [table, rows] of Object.entries(report.rowCounts)) counts[table] = (counts[table] ?? 0) + rows
  }
  return counts
}

/** Rows per table of the package whose loading failed; undefined: there was none. */
export function packageCounts(thrown: unknown): Record<string, number> | undefined {
  const info = typeof thrown === 'object' && thrown !== null && 'info' in thrown ? thrown.info : undefined
  return runReport.safeParse(info).success ? newCounts(info) : undefined
}
