import type { Engine } from './engine.ts'
import type { LoadInfo, LoadInfoData } from './load-info.ts'
import { planRun } from './plan.ts'
import type { RunData, RunOptions } from './run-options.ts'

/** A run that only plans: its report holds no package, and its text is that of the plan. */
export async function dryRun(engine: Engine, data: RunData, options: RunOptions): Promise<LoadInfo> {
  const startedAt = engine.context.now()
  const begun = performance.now()
  const plan = await planRun(engine, data, options)
  const { pipeline, destination, dataset, location, warnings } = plan
  const info: LoadInfoData = {
    pipeline,
    destination,
    dataset,
    location,
    startedAt: new Date(startedAt).toISOString(),
    finishedAt: new Date(startedAt + performance.now() - begun).toISOString(),
    steps: [],
    packages: [],
    idle: [],
    rowCounts: {},
    overridden: [],
    warnings,
    plan: plan.toJSON(),
  }
  return { ...info, toString: () => `${plan}`, toJSON: () => info }
}
