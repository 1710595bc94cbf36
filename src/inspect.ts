import { resolveDestination } from './destinations/registry.ts'
import { type AttachOptions, attachPipeline } from './pipeline/attach.ts'
import type { Pipeline } from './pipeline/pipeline.ts'

export type { LoadPackage } from './contracts/load-package.ts'
export type { RunProgress } from './contracts/run-progress.ts'
export { createTableSql } from './destinations/create-table-sql.ts'
export type { PackageSummary } from './package/package-summaries.ts'
export { describePipeline } from './pipeline/describe-pipeline.ts'
export { describeRun, describeRuns } from './pipeline/describe-run.ts'
export { type FollowOptions, followProgress } from './pipeline/follow-progress.ts'
export { isRunning } from './pipeline/is-running.ts'
export {
  listPackages,
  readPackage,
  readRunRecord,
  readRunSummaries,
  readTrace,
  readTraces,
  unlockPipeline,
} from './pipeline/left-behind.ts'
export { type ListedPipeline, listPipelines, projectFolderOf } from './pipeline/list-pipelines.ts'
export type { PipelineInfo } from './pipeline/pipeline.ts'
export { readProgress } from './pipeline/read-progress.ts'
export type { Trace } from './pipeline/trace.ts'
export { type LoadDetails, readLoadDetails } from './pipeline/views/load-details.ts'
export { type ListedLoad, readLocalLoads, withLoadsThere } from './pipeline/views/load-list.ts'
export { readLoadRows } from './pipeline/views/load-rows.ts'
export { readLocalSchemas } from './pipeline/views/local-pipeline.ts'
export { type PipelineFacts, readPipelineFacts } from './pipeline/views/pipeline-facts.ts'
export { type PipelineGlance, pipelineGlances } from './pipeline/views/pipeline-glances.ts'
export { type RunRecord, runRecord } from './pipeline/views/run-record.ts'
export { type RunSummary, runSummary } from './pipeline/views/run-summary.ts'
export {
  allVersions,
  type KnownSchemaVersion,
  readLocalVersions,
  readSchemaAt,
  readVersionsThere,
} from './pipeline/views/schema-versions.ts'
export { type CursorView, readStateView, type StateView } from './pipeline/views/state-view.ts'
export { diffSchemas, type SchemaDiff } from './schema/diff-schemas.ts'
export { type SchemaShape, schemaShape } from './schema/schema-shape.ts'

/**
 * The handle of a pipeline that has run before, as `attach` of `tolva` gives it.
 *
 * @throws ConfigError `unknown_pipeline` with the names that are known.
 */
export function openPipeline(name: string, options: AttachOptions = {}): Promise<Pipeline> {
  return attachPipeline(name, options, { resolveDestination })
}
