import { ConfigError } from '../../../errors/tolva-error.ts'
import type { PipelineOperation } from './operation.ts'
import { planned } from './planned.ts'
import { yamlText } from './yaml-text.ts'

/** `drop`: tables and state of resources; without `--yes` the plan is all that happens. */
export const drop: PipelineOperation = {
  name: 'drop',
  help: 'drop tables and state of resources',
  flags: ['resource', 'all', 'stateOnly', 'yes'],
  async run({ name, flags, library, terminal }) {
    const { resource: resources = [], all = false, stateOnly = false, yes = false } = flags
    if (resources.length === 0 && !all) {
      throw new ConfigError('drop does not know what to drop', {
        code: 'nothing_to_drop',
        hint: 'Name resources with --resource, or take --all.',
        context: { pipeline: name },
      })
    }
    const pipeline = await library.openPipeline(name, {})
    const wanted = { resources, all, stateOnly }
    const data = yes ? await pipeline.drop(wanted) : planned(await pipeline.drop({ ...wanted, dryRun: true }))
    terminal.result('pipeline', data, await yamlText(data))
  },
}
