import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { z } from 'zod'
import type { Destination } from '../../../src/contracts/destination.ts'
import { duckdb, pipeline } from '../../../src/index.ts'
import { storedText } from '../../../src/schema/stored-form.ts'
import { parseExact } from '../../../src/values/exact-json.ts'
import { caseSource, type PageForm } from './case-source.ts'
import { comparableValue } from './comparable-value.ts'
import { actualError } from './error-kind.ts'
import type { CaseInput, CaseRun, PipelineCase } from './pipeline-case.ts'
import { readDataset } from './read-dataset.ts'
import { schemaTexts } from './schema-texts.ts'
import type { RunSnapshot } from './snapshot.ts'
import { unsupported } from './unsupported.ts'

const DATASET = 'ds'
type Pipeline = ReturnType<typeof pipeline>

/** Runs a case with tolva in a folder of its own and returns what each run left behind. */
export async function playCase(document: PipelineCase, form: PageForm, signal: AbortSignal): Promise<RunSnapshot[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-case-'))
  try {
    return await playRuns(document.input, { folder, form, signal, since: Date.now() })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Stage {
  readonly folder: string
  readonly form: PageForm
  readonly signal: AbortSignal
  readonly since: number
}

async function playRuns(input: CaseInput, stage: Stage): Promise<RunSnapshot[]> {
  const file = join(stage.folder, 'p.duckdb')
  const snapshots: RunSnapshot[] = []
  const schemas = new Map<string, unknown>()
  let current = open(input, stage, file)
  let rowCounts: RunSnapshot['rowCounts'] = null
  for (const run of input.runs) {
    if (await prepareRun(run, input, stage)) current = open(input, stage, file)
    let error: RunSnapshot['error'] = null
    try {
      rowCounts = (await act(current, run, input, stage)) ?? rowCounts
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
    const tables = await readDataset({ file, dataset: DATASET, since: stage.since })
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

function open(input: CaseInput, stage: Stage, file: string): Pipeline {
  return pipeline({
    name: 'p',
    destination: withCapabilities(duckdb({ path: file }), input.pipeline.destination),
    dataset: DATASET,
    dataDir: join(stage.folder, 'data'),
    projectDir: stage.folder,
    env: input.env,
    ...(input.pipeline.import_schema_path && {
      importSchemaDir: join(stage.folder, input.pipeline.import_schema_path),
    }),
    ...(input.pipeline.export_schema_path && {
      exportSchemaDir: join(stage.folder, input.pipeline.export_schema_path),
    }),
  })
}

const capabilityOverrides = z.strictObject({
  max_identifier_length: z.number().optional(),
  max_column_identifier_length: z.number().optional(),
})

function withCapabilities(destination: Destination, overrides: unknown): Destination {
  if (overrides === undefined) return destination
  const { max_identifier_length: table, max_column_identifier_length: column } = capabilityOverrides.parse(overrides)
  const { capabilities } = destination
  const maxLength = Math.min(table ?? column ?? capabilities.identifier.maxLength, column ?? Number.POSITIVE_INFINITY)
  return { ...destination, capabilities: { ...capabilities, identifier: { ...capabilities.identifier, maxLength } } }
}

/** Does what comes before a run; true: the pipeline has to be opened anew. */
async function prepareRun(run: CaseRun, input: CaseInput, stage: Stage): Promise<boolean> {
  switch (run.before ?? undefined) {
    case undefined:
      return false
    case 'new_instance':
      return true
    case 'drop_local':
      await rm(join(stage.folder, 'data'), { recursive: true, force: true })
      return true
    case 'drop_dataset':
      await dropDataset(join(stage.folder, 'p.duckdb'))
      return false
    case 'edit_import_schema':
      await editSchema(run, input, stage)
      return false
    default:
      return unsupported(`before ${run.before}`)
  }
}

async function dropDataset(file: string): Promise<void> {
  const instance = await DuckDBInstance.create(file)
  try {
    const connection = await instance.connect()
    await connection.run(`DROP SCHEMA IF EXISTS "${DATASET}" CASCADE`)
  } finally {
    instance.closeSync()
  }
}

async function editSchema(run: CaseRun, input: CaseInput, { folder }: Stage): Promise<void> {
  const [find, replace] = run.edit ?? unsupported('edit_import_schema without edit')
  const exported = join(folder, input.pipeline.export_schema_path ?? '')
  for (const name of await readdir(exported)) {
    const text = await readFile(join(exported, name), 'utf8')
    await writeFile(
      join(folder, input.pipeline.import_schema_path ?? '', name),
      text.replace(find, () => replace),
    )
  }
}

async function act(
  current: Pipeline,
  run: CaseRun,
  input: CaseInput,
  stage: Stage,
): Promise<Readonly<Record<string, number>> | undefined> {
  const action = run.action ?? 'run'
  if (action === 'none') return undefined
  if (action === 'abort') return unsupported('action abort')
  if (run.loader_file_format) return unsupported(`loader_file_format ${run.loader_file_format}`)
  const data = caseSource(run.resources ?? [], { ...input.source, ...run.source }, stage.form)
  const options = {
    signal: stage.signal,
    ...(run.select && { select: run.select }),
    ...(run.refresh && { refresh: run.refresh }),
    ...(run.schema_contract !== undefined &&
      run.schema_contract !== null && { schemaContract: z.json().parse(run.schema_contract) }),
  }
  if (action === 'run') return newCounts(await current.run(data, options))
  await current.prepare(data, options)
  return undefined
}

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

function packageCounts(thrown: unknown): Record<string, number> | undefined {
  const info = typeof thrown === 'object' && thrown !== null && 'info' in thrown ? thrown.info : undefined
  return runReport.safeParse(info).success ? newCounts(info) : undefined
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
