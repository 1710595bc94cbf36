import { namingConvention } from '../naming/naming-convention.ts'

const LONGEST = 64

/** The name of a pipeline's schema where no source names it: the pipeline's without a trailing `_pipeline`, in snake_case. */
export function defaultSchemaName(pipeline: string): string {
  const stem = pipeline.endsWith('_pipeline') ? pipeline.slice(0, -'_pipeline'.length) : pipeline
  return namingConvention('snake_case', LONGEST).normalizeIdentifier(stem || pipeline)
}
