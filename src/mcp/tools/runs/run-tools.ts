import { z } from 'zod'
import { confinedFile } from '../confined-path.ts'
import { hostRun, repeated } from '../host-tool.ts'
import { ASKS, defineTool, type ToolAnswer, type ToolCall } from '../tool.ts'
import { REPORT, reportData } from './report.ts'

const MOST_SECONDS = 3600
const FILE = z.string().min(1).describe('Pipeline file (.ts, .js, .yaml), relative to the project.')
const RESOURCES = z.array(z.string().min(1)).optional().describe('Only these; all that the file selects otherwise.')
const PAGES = z.number().int().min(1).optional()
const SECONDS = z.number().int().min(1).max(MOST_SECONDS).default(600).describe('It is stopped after so many.')

interface RunInput {
  readonly file: string
  readonly resources?: readonly string[] | undefined
  readonly limit?: number | undefined
  readonly seconds: number
}

/** `plan_pipeline`. */
export const planPipelineTool = defineTool({
  name: 'plan_pipeline',
  title: 'Plan a run',
  description:
    'What a run of a pipeline file would do, told by the first page of each resource: tables, columns, types, statements, warnings. Nothing is loaded or changed, but the source is asked. Do this before a first run and after each change. A script is imported for it.',
  feature: 'run',
  needs: ['local:read', 'network:read'],
  annotations: ASKS,
  input: z.object({
    file: FILE,
    resources: RESOURCES,
    limit: PAGES.describe('Pages of each resource; 1 where left out.'),
    seconds: SECONDS,
  }),
  output: REPORT,
  answer: (call) => run(call, 'plan', []),
})

/** `run_pipeline`. */
export const runPipelineTool = defineTool({
  name: 'run_pipeline',
  title: 'Run a pipeline',
  description:
    "Runs a pipeline file: reads the source and loads it into the destination that the file names. It changes data: ask the person before the first run, begin with limit 1 and one resource, and look at check_pipeline and trace_summary behind it. The file's own code runs with the secrets of the project.",
  feature: 'run',
  needs: ['local:read', 'network:read', 'data:write'],
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  input: z.object({
    file: FILE,
    resources: RESOURCES,
    limit: PAGES.describe('Pages of each resource; all where left out.'),
    dry_run: z.boolean().default(false).describe('true: only says what it would do, as plan_pipeline.'),
    seconds: SECONDS,
  }),
  output: REPORT,
  answer: (call) => run(call, 'run', call.input.dry_run ? ['--dry-run'] : []),
})

async function run(call: ToolCall<RunInput>, command: string, flags: readonly string[]): Promise<ToolAnswer> {
  const { file, resources, limit, seconds } = call.input
  const path = await confinedFile(call.scope.projectFolder, file)
  const asked = [...repeated('resource', resources), ...(limit === undefined ? [] : [`--limit=${limit}`])]
  const { result, text } = await hostRun(call, [command, path, ...asked, ...flags], seconds)
  const data = reportData(file, result)
  const ran = text === '' ? `${file} ran by itself and gave no report; see list_pipelines and trace_summary.` : text
  const loaded = data.plan === undefined && data.row_counts !== undefined ? [loadedText(data.row_counts)] : []
  return { data, text: [ran, ...loaded, ...data.warnings.map((warning) => `- warning: ${warning}`)].join('\n') }
}

/** A run that loads nothing is no error, so it is said. */
function loadedText(counts: Readonly<Record<string, number>>): string {
  const tables = Object.entries(counts).map(([table, rows]) => `${table} ${rows}`)
  if (tables.length > 0) return `Rows: ${tables.join(', ')}`
  return 'No rows were loaded. See trace_summary for what was read, and check_source for where rows are.'
}
