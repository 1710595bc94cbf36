import type { Environment } from '../config/environment.ts'
import type { PipelineOptions } from './pipeline.ts'

/**
 * The options with the destination that `tolva run --destination` asks for, by `TOLVA_DESTINATION` and `TOLVA_STAGING`: it cannot
 * reach the pipelines that a file makes. A staging belongs to its destination.
 */
export function askedDestination(options: PipelineOptions, env: Environment): PipelineOptions {
  const { TOLVA_DESTINATION: destination, TOLVA_STAGING: staging } = env
  if (!destination) return staging ? { ...options, staging } : options
  const { staging: _, ...others } = options
  return { ...others, destination, ...(staging && { staging }) }
}
