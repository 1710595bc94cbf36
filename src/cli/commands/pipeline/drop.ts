import { ConfigError } from '../../../errors/tolva-error.ts'
import type { Dropped } from '../../../index.ts'
import { type PipelineOperation, PLAN_ONLY } from './operation.ts'

/** `drop`: tables and state of resources; without `--yes` the plan is all that happens. */
export const drop: PipelineOperation = {
  name: 'drop',
  help: 'drop tables and state of resources',
  flags: ['resource', 'all', 'dropAll', 'statePath', 'stateOnly', 'schema', 'yes'],
  async run({ name, flags, library, terminal }) {
    const { resource: resources = [], statePath: statePaths = [], stateOnly = false, yes = false } = flags
    const all = flags.all ?? flags.dropAll ?? false
    if (resources.length === 0 && statePaths.length === 0 && !all) {
      throw new ConfigError('drop does not know what to drop', {
        code: 'nothing_to_drop',
        hint: 'Name resources with --resource, take --all, or name --state-path.',
        context: { pipeline: name },
      })
    }
    const pipeline = await library.openPipeline(name, {})
    const schema = flags.schema === undefined ? {} : { schema: flags.schema }
    const wanted = { resources, statePaths, all, stateOnly, ...schema }
    const dropped = await pipeline.drop({ ...wanted, dryRun: !yes })
    const text = describeDrop(dropped, yes)
    terminal.result('pipeline', { ...dropped, done: yes }, yes ? text : `${text}\n${PLAN_ONLY}`)
  },
}

function describeDrop(dropped: Dropped, done: boolean): string {
  const facts = [
    ['tables', dropped.tables],
    ['state of resources', dropped.resourceStates],
    ['state paths', dropped.statePaths],
  ] as const
  const lines = facts.filter(([, names]) => names.length > 0).map(([what, names]) => `  ${what}: ${names.join(', ')}`)
  const head =
    lines.length === 0
      ? `nothing to drop from schema ${dropped.schema}`
      : `${done ? 'dropped' : 'would drop'} from schema ${dropped.schema}:`
  const load = dropped.package === undefined ? [] : [`  with load package ${dropped.package.loadId}`]
  return [head, ...lines, ...load, ...dropped.warnings.map((warning) => `warning: ${warning}`)].join('\n')
}
