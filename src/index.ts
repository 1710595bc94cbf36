import { resolveDestination } from './destinations/registry.ts'
import type { AttachOptions } from './pipeline/attach.ts'
import { createPipeline, type Pipeline, type PipelineOptions } from './pipeline/pipeline.ts'

export { Secret, secret, setting } from './config/secret.ts'
export type { SecretsProvider } from './config/secrets-provider.ts'
export type { Destination } from './contracts/destination.ts'
export type { RunEvent } from './contracts/events.ts'
export type { CursorReport, Incremental, IncrementalHandle, LagDuration } from './contracts/incremental.ts'
export type { Limit } from './contracts/limit.ts'
export type { ArrowPage, FilePage, Page, Row } from './contracts/page.ts'
export type { Hints, Resource, ResourceContext, Source, Transformer } from './contracts/resource.ts'
export type { StateSnapshot, StateStore } from './contracts/state-store.ts'
export type { Exchange, Traffic } from './contracts/traffic.ts'
export type { Dataset } from './dataset/dataset.ts'
export type { Exported, ExportOptions } from './dataset/export/export-rows.ts'
export type { Limitation } from './dataset/limitation.ts'
export type { LimitedGrid } from './dataset/limited-grid.ts'
export type { ReadLimits } from './dataset/read-limits.ts'
export type { Relation } from './dataset/relation.ts'
export { type DuckDbOptions, duckdb } from './destinations/duckdb/index.ts'
export {
  ConfigError,
  DestinationError,
  InternalError,
  LoadFailedError,
  SchemaError,
  SourceError,
  TolvaError,
} from './errors/tolva-error.ts'
export { materialize } from './extract/materialize.ts'
export { resource } from './extract/resource.ts'
export { source } from './extract/source.ts'
export { transformer } from './extract/transformer.ts'
export { withHints } from './extract/with-hints.ts'
export type { Logger } from './log/logger.ts'
export { folderStateStore, storageStateStore } from './package/storage-state-store.ts'
export type { Unlocked, UnlockOptions } from './package/unlock.ts'
export type { Aborted, AbortOptions } from './pipeline/abort.ts'
export type { AttachOptions } from './pipeline/attach.ts'
export type { LoadInfo } from './pipeline/load-info.ts'
export type { Pipeline, PipelineOptions } from './pipeline/pipeline.ts'
export type { Plan } from './pipeline/plan-info.ts'
export type { DropOptions, Dropped } from './pipeline/plan-pipeline-drop.ts'
export type { RetryPackagesOptions } from './pipeline/retry-packages.ts'
export type { RunData, RunOptions } from './pipeline/run-options.ts'
export type { SyncInfo } from './pipeline/sync-pipeline.ts'
export type { Keep } from './pipeline/tidy.ts'
export type { Storage } from './storage/storage.ts'
export { decimal, float, naive, uuid, wei } from './values/wrappers.ts'

/**
 * A pipeline: loads sources into one dataset of one destination. Nothing is opened before it runs.
 *
 * @example
 * const chatbotPipeline = pipeline({ name: 'chatbot_pipeline', destination: 'duckdb', dataset: 'chatbot_data' })
 * const info = await chatbotPipeline.run([{ id: 1 }], { tableName: 'users' })
 * console.log(`${info}`)
 */
export function pipeline(options: PipelineOptions): Pipeline {
  return createPipeline(options, { resolveDestination })
}

/**
 * The handle of a pipeline that has run before: by its name on this machine; with destination and dataset on any other, to
 * which its state and schemas are brought.
 *
 * @example
 * const chatbotPipeline = await attach('chatbot_pipeline', { destination: 'duckdb', dataset: 'chatbot_data' })
 */
export async function attach(name: string, options: AttachOptions = {}): Promise<Pipeline> {
  return (await import('./pipeline/attach.ts')).attachPipeline(name, options, { resolveDestination })
}
