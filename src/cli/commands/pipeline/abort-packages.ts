import { type PipelineOperation, PLAN_ONLY } from './operation.ts'

/** `abort-packages`: gives up what waits to be loaded; without `--yes` the plan is all that happens. */
export const abortPackages: PipelineOperation = {
  name: 'abort-packages',
  help: 'give up packages that wait to be loaded, and go back to the state before them',
  flags: ['yes', 'unchecked'],
  async run({ name, flags, library, terminal }) {
    const { yes = false, unchecked = false } = flags
    const pipeline = await library.openPipeline(name, {})
    const aborted = await pipeline.abort({ dryRun: !yes, unchecked })
    const { loadIds, loaded } = aborted
    const lines = [
      loadIds.length === 0
        ? 'there is no package to give up'
        : `${yes ? 'gave up' : 'would give up'} ${loadIds.join(', ')}`,
      loaded.length > 0 && `in the destination already, so counted as loaded: ${loaded.join(', ')}`,
      !yes && loadIds.length + loaded.length > 0 && PLAN_ONLY,
    ].filter(Boolean)
    terminal.result('pipeline', { ...aborted, done: yes }, lines.join('\n'))
  },
}

/** Its name in older versions of dlt. */
export const dropPendingPackages: PipelineOperation = {
  ...abortPackages,
  name: 'drop-pending-packages',
  help: 'the same as abort-packages',
}
