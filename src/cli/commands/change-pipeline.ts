import { ConfigError } from '../../errors/tolva-error.ts'
import type { CliPipeline } from '../library.ts'

/** What the operations that change something take from the command line. */
export interface ChangeArguments {
  /** Resources to drop. */
  readonly resources: readonly string[]
  readonly all: boolean
  readonly stateOnly: boolean
  /** false: the plan is all that happens. */
  readonly yes: boolean
}

type Change = (pipeline: CliPipeline, options: ChangeArguments) => Promise<unknown>

/** Operations that change a pipeline; what destroys shows its plan and does nothing without `--yes`. */
export const CHANGES: Readonly<Record<string, Change>> = {
  sync: (pipeline) => pipeline.sync(),
  async drop(pipeline, { resources, all, stateOnly, yes }) {
    if (resources.length === 0 && !all) {
      throw new ConfigError('drop does not know what to drop', {
        code: 'nothing_to_drop',
        hint: 'Name resources with --resource, or take --all.',
        context: { pipeline: pipeline.name },
      })
    }
    const wanted = { resources, all, stateOnly }
    return yes ? pipeline.drop(wanted) : planned(await pipeline.drop({ ...wanted, dryRun: true }))
  },
  async 'drop-pending-packages'(pipeline, { yes }) {
    return yes ? pipeline.abort() : planned(await pipeline.abort({ dryRun: true }))
  },
}

function planned(plan: object): unknown {
  return { ...plan, done: false, next: 'This is the plan. Add --yes to carry it out.' }
}
