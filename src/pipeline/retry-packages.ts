import type { Engine } from './engine.ts'
import type { LoadInfo } from './load-info.ts'
import { observedRun } from './observed-run.ts'
import type { RunOptions } from './run-options.ts'
import { waitingWith } from './waiting.ts'

export interface RetryPackagesOptions extends Pick<RunOptions, 'signal' | 'onEvent'> {
  /** The last that is loaded; older ones come first. Absent: all that wait. */
  readonly loadId?: string
}

/**
 * Loads the packages that wait, failed ones included, the oldest first; nothing is extracted.
 * @throws ConfigError `not_pending`, `locked`; LoadFailedError.
 */
export async function retryPackages(engine: Engine, options: RetryPackagesOptions): Promise<LoadInfo> {
  const { loadId, ...runOptions } = options
  if (loadId !== undefined) await waitingWith(engine, loadId)
  return observedRun(engine, {
    options: runOptions,
    parts: { prepare: false, load: true },
    ...(loadId !== undefined && { until: loadId }),
  })
}
