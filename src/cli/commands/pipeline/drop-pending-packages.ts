import type { PipelineOperation } from './operation.ts'
import { planned } from './planned.ts'
import { yamlText } from './yaml-text.ts'

/** `drop-pending-packages`: gives up what waits to be loaded; without `--yes` the plan is all that happens. */
export const dropPendingPackages: PipelineOperation = {
  name: 'drop-pending-packages',
  help: 'give up packages that wait to be loaded',
  flags: ['yes'],
  async run({ name, flags, library, terminal }) {
    const pipeline = await library.openPipeline(name, {})
    const data = flags.yes ? await pipeline.abort() : planned(await pipeline.abort({ dryRun: true }))
    terminal.result('pipeline', data, await yamlText(data))
  },
}
