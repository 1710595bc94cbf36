import { join } from 'node:path'
import { z } from 'zod'
import type { Destination } from '../../../src/contracts/destination.ts'
import { duckdb, pipeline } from '../../../src/index.ts'
import type { CaseInput } from './pipeline-case.ts'
import type { Stage } from './stage.ts'

export type CasePipeline = ReturnType<typeof pipeline>

/** The pipeline `p` of a case; opened again it goes on in the same working folder. */
export function openCasePipeline(input: CaseInput, stage: Stage): CasePipeline {
  const { import_schema_path: importSchemaDir, export_schema_path: exportSchemaDir } = input.pipeline
  return pipeline({
    name: 'p',
    destination: withCapabilities(stage.destination ?? duckdb({ path: stage.file }), input.pipeline.destination),
    dataset: stage.dataset,
    dataDir: join(stage.folder, 'data'),
    projectDir: stage.folder,
    env: input.env,
    ...(importSchemaDir !== undefined && { importSchemaDir }),
    ...(exportSchemaDir !== undefined && { exportSchemaDir }),
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
  const changed = { ...capabilities, identifier: { ...capabilities.identifier, maxLength } }
  const configure = destination.configure
  return {
    ...destination,
    capabilities: changed,
    ...(configure && { configure: async (reader) => ({ ...(await configure(reader)), capabilities: changed }) }),
  }
}
