import type { Aborted } from '../../../index.ts'
import type { CliPipeline } from '../../library.ts'
import { type PipelineOperation, type PipelineRequest, PLAN_ONLY } from './operation.ts'

/** How packages are given up, in words. */
export interface GivingUp {
  readonly done: string
  readonly planned: string
  /** Said where any are given up. */
  readonly meaning: string
  giveUp(pipeline: CliPipeline, options: Parameters<CliPipeline['abort']>[0]): Promise<Aborted>
}

/** Gives up what waits to be loaded; without `--yes` the plan is all that happens. */
export function givingUp(words: GivingUp): Pick<PipelineOperation, 'flags' | 'takesLoadId' | 'run'> {
  return {
    flags: ['yes', 'unchecked'],
    takesLoadId: true,
    async run({ name, loadId, flags, library, terminal }: PipelineRequest) {
      const { yes = false, unchecked = false } = flags
      const pipeline = await library.openPipeline(name, {})
      const which = { dryRun: !yes, unchecked, ...(loadId !== undefined && { loadId }) }
      const aborted = await words.giveUp(pipeline, which)
      const { loadIds, loaded } = aborted
      const lines = [
        loadIds.length === 0
          ? 'there is no package to give up'
          : `${yes ? words.done : words.planned} ${loadIds.join(', ')}: ${words.meaning}`,
        loaded.length > 0 && `in the destination already, so counted as loaded: ${loaded.join(', ')}`,
        !yes && loadIds.length + loaded.length > 0 && PLAN_ONLY,
      ].filter(Boolean)
      terminal.result('pipeline', { ...aborted, done: yes }, lines.join('\n'))
    },
  }
}
