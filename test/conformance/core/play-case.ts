import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storedText } from '../../../src/schema/stored-form.ts'
import { parseExact } from '../../../src/values/exact-json.ts'
import { actRun, packageCounts } from './act-run.ts'
import { beforeRun } from './before-run.ts'
import type { PageForm } from './case-source.ts'
import { comparableValue } from './comparable-value.ts'
import { actualError } from './error-kind.ts'
import { openCasePipeline } from './open-case-pipeline.ts'
import type { CaseInput, PipelineCase } from './pipeline-case.ts'
import { readDataset } from './read-dataset.ts'
import { schemaTexts } from './schema-texts.ts'
import type { RunSnapshot } from './snapshot.ts'
import type { Stage } from './stage.ts'

/** Runs a case with tolva in a folder of its own and returns what each run left behind. */
export async function playCase(document: PipelineCase, form: PageForm, signal: AbortSignal): Promise<RunSnapshot[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-case-'))
  try {
    return await playRuns(document.input, {
      folder,
      file: join(folder, 'p.duckdb'),
      dataset: 'ds',
      form,
      signal,
      since: Date.now(),
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function playRuns(input: CaseInput, stage: Stage): Promise<RunSnapshot[]> {
  const snapshots: RunSnapshot[] = []
  const schemas = new Map<string, unknown>()
  let current = openCasePipeline(input, stage)
  let rowCounts: RunSnapshot['rowCounts'] = null
  for (const run of input.runs) {
    if (await beforeRun(run, input, stage)) current = openCasePipeline(input, stage)
    let error: RunSnapshot['error'] = null
    try {
      rowCounts = (await actRun(current, run, { input, stage })) ?? rowCounts
    } catch (thrown) {
      if (thrown instanceof Error && thrown.message.startsWith('unsupported')) throw thrown
      error = actualError(thrown)
      rowCounts = packageCounts(thrown) ?? rowCounts
    }
    const local: Record<string, unknown> = {}
    for (const [name, schema] of await current.schemas()) {
      local[name] = parseExact(new TextEncoder().encode(storedText(schema)))
      schemas.set(schema.version_hash, local[name])
    }
    const tables = await readDataset(stage)
    snapshots.push({
      error,
      schemas: local,
      tables: schemaTexts(tables, schemas),
      state: sourcesOf(await current.state()),
      rowCounts,
      exported: await exportedSchemas(input, stage),
    })
  }
  return snapshots
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
