import { z } from 'zod'

const hints = z.strictObject({
  columns: z.unknown().optional(),
  primary_key: z.unknown().optional(),
  merge_key: z.unknown().optional(),
  write_disposition: z.unknown().optional(),
  schema_contract: z.unknown().optional(),
  table_name: z.string().optional(),
  parent_table_name: z.string().optional(),
  table_format: z.string().optional(),
  file_format: z.string().optional(),
  max_table_nesting: z.number().optional(),
  references: z.unknown().optional(),
  nested_hints: z.array(z.tuple([z.union([z.string(), z.array(z.string())]), z.unknown()])).optional(),
  incremental: z.unknown().optional(),
  table_name_field: z.string().optional(),
  materialize_empty: z.boolean().optional(),
  raise_after: z.number().optional(),
  variants: z.unknown().optional(),
  steps: z.array(z.record(z.string(), z.unknown())).optional(),
  set_state: z.record(z.string(), z.unknown()).optional(),
})

const resource = z.strictObject({
  name: z.string(),
  data: z.unknown().optional(),
  pages: z.array(z.unknown()).optional(),
  hints: hints.optional(),
  selected: z.boolean().optional(),
})

const source = z.strictObject({
  name: z.string().optional(),
  detections: z.array(z.string()).optional(),
  preferred_types: z.record(z.string(), z.string()).optional(),
  schema_contract: z.unknown().optional(),
  max_table_nesting: z.number().optional(),
  root_key: z.boolean().optional(),
})

const run = z.strictObject({
  resources: z.array(resource).optional(),
  source: source.optional(),
  action: z.enum(['run', 'extract', 'extract_normalize', 'abort', 'none']).optional(),
  before: z
    .enum(['drop_local', 'new_instance', 'drop_dataset', 'drop_resource', 'edit_import_schema'])
    .nullable()
    .optional(),
  drop_names: z.array(z.string()).optional(),
  edit: z.tuple([z.string(), z.string()]).optional(),
  select: z.array(z.string()).nullable().optional(),
  refresh: z.enum(['drop_sources', 'drop_resources', 'drop_data']).nullable().optional(),
  schema_contract: z.unknown().optional(),
  loader_file_format: z.string().nullable().optional(),
})

const table = z.object({
  columns: z.array(z.tuple([z.string(), z.string(), z.boolean()])),
  rows: z.array(z.record(z.string(), z.unknown())),
})

const result = z.object({
  error: z.object({ types: z.array(z.string()), messages: z.array(z.string()) }).nullable(),
  schemas: z.record(z.string(), z.unknown()),
  tables: z.record(z.string(), table),
  state: z.unknown(),
  row_counts: z.record(z.string(), z.number()).nullable(),
  exported: z.record(z.string(), z.unknown()).optional(),
})

const scenario = z.object({
  name: z.string(),
  input: z.strictObject({
    env: z.record(z.string(), z.string()).default({}),
    source: source.default({}),
    pipeline: z
      .strictObject({
        destination: z.record(z.string(), z.unknown()).optional(),
        import_schema_path: z.string().optional(),
        export_schema_path: z.string().optional(),
      })
      .default({}),
    runs: z.array(run),
  }),
})

const pipelineCase = scenario.extend({ results: z.array(result) })

/** A recorded pipeline case: what to run and what the original made of it. */
export type PipelineCase = z.infer<typeof pipelineCase>
export type CaseInput = PipelineCase['input']
export type CaseRun = z.infer<typeof run>
export type CaseResource = z.infer<typeof resource>
export type CaseHints = z.infer<typeof hints>
export type CaseSource = z.infer<typeof source>
export type RecordedRun = z.infer<typeof result>

/** Checks the shape of a case. An instruction that the runner does not know is an error that begins with `unsupported`. */
export function readPipelineCase(document: unknown): PipelineCase {
  return readAs(pipelineCase, document)
}

/** What to run, without an outcome. */
export function readScenario(document: unknown): CaseInput {
  return readAs(scenario, document).input
}

function readAs<T>(shape: z.ZodType<T>, document: unknown): T {
  const read = shape.safeParse(document)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new Error(`unsupported: case document at ${issue?.path.join('.') ?? '$'}: ${issue?.message ?? 'invalid'}`)
}
