import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { storedText } from '../../../src/schema/stored-form.ts'
import { parseExact } from '../../../src/values/exact-json.ts'
import { actRun, packageCounts } from './act-run.ts'
import { beforeRun } from './before-run.ts'
import { comparableValue } from './comparable-value.ts'
import { actualError } from './error-kind.ts'
import { openCasePipeline } from './open-case-pipeline.ts'
import type { CaseInput, CaseRun } from './pipeline-case.ts'
import type { RunSnapshot } from './snapshot.ts'
import type { Stage } from './stage.ts'

/** What a run left behind but for the dataset, which is read apart. */
export type RunOutcome = Omit<RunSnapshot, 'tables'>

/** Does the runs of a case with tolva, one after the other. */
export type CasePlayer = (run: CaseRun) => Promise<RunOutcome>

/** A player that opens the pipeline once, and anew where a run asks for it. */
export function casePlayer(input: CaseInput, stage: Stage): CasePlayer {
  let current = openCasePipeline(input, stage)
  let rowCounts: RunSnapshot['rowCounts'] = null
  return async (run) => {
    if (await beforeRun(run, input, stage)) current = openCasePipeline(input, stage)
    let error: RunSnapshot['error'] = null
    try {
      rowCounts = (await actRun(current, run, { input, stage })) ?? rowCounts
    } catch (thrown) {
      if (thrown instanceof Error && thrown.message.startsWith('unsupported')) throw thrown
      error = actualError(thrown)
      rowCounts = packageCounts(thrown) ?? rowCounts
    }
    const schemas: Record<string, unknown> = {}
    for (const [name, schema] of await current.schemas()) {
      schemas[name] = parseExact(new TextEncoder().encode(storedText(schema)))
    }
    const state = sourcesOf(await current.state())
    return { error, schemas, state, rowCounts, exported: await exportedSchemas(input, stage) }
  }
}

function sourcesOf(state: unknown): unknown {
  const document = comparableValue(state)
  return typeof document === 'object' && document !== null && 'sources' in document ? document.sources : {}
}

async function exportedSchemas(input: CaseInput, stage: Stage): Promise<Record<string, unknown>> {
  const folder = input.pipeline.export_schema_path
  if (folder === undefined) return {}
  const names = await readdir(join(stage.folder, folder)).catch(() => [])
  const files = names.map(async (name) => [name, await readFile(join(stage.folder, folder, name), 'utf8')] as const)
  return Object.fromEntries(await Promise.all(files))
}
