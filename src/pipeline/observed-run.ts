import type { Engine } from './engine.ts'
import type { LoadInfo } from './load-info.ts'
import { type RunJob, run } from './run.ts'
import { openRunSpans } from './run-spans.ts'

/** A run under spans of OpenTelemetry, where somebody records them. */
export async function observedRun(engine: Engine, job: RunJob): Promise<LoadInfo> {
  const spans = await openRunSpans({ 'tolva.pipeline': engine.name, 'tolva.dataset': engine.dataset })
  if (spans === undefined) return run(engine, job)
  const { onEvent } = job.options
  const options = {
    ...job.options,
    onEvent(event: Parameters<typeof spans.onEvent>[0]) {
      spans.onEvent(event)
      onEvent?.(event)
    },
  }
  return spans.within(() => run(engine, { ...job, options }))
}
