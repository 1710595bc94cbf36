import { ConfigError } from '../../../errors/tolva-error.ts'
import type { SyncInfo } from '../../../index.ts'
import type { PipelineOperation } from './operation.ts'

/** `sync`: takes over the destination's state, also of a pipeline that never ran on this machine. */
export const sync: PipelineOperation = {
  name: 'sync',
  help: "take over the destination's state and schemas",
  flags: ['destination', 'dataset'],
  async run({ name, flags, library, terminal, cwd }) {
    const { destination, dataset } = flags
    const isKnown = (await library.listPipelines({})).some((one) => one.name === name && !one.neverLoaded)
    if (!isKnown && (destination === undefined || dataset === undefined)) {
      throw new ConfigError(`where pipeline ${name} loads to is not known on this machine`, {
        code: 'unknown_pipeline',
        hint: 'give both --destination and --dataset',
        context: { pipeline: name },
      })
    }
    const pipeline = await library.openPipeline(name, {
      ...(destination === undefined ? {} : { destination }),
      ...(dataset === undefined ? {} : { dataset }),
      ...(isKnown ? {} : { projectDir: cwd }),
    })
    // Attaching to what never ran here is taking its state over.
    if (!isKnown) {
      const info = await pipeline.info()
      const text = `brought pipeline ${name} to this machine: state version ${info.stateVersion}, ${info.schemas.length} schema(s)`
      return terminal.result('pipeline', { outcome: 'restored', ...info }, text)
    }
    const done = await pipeline.sync()
    terminal.result('pipeline', done, describeSync(done))
  },
}

function describeSync({ outcome, previousStateVersion, stateVersion, schemas, resources }: SyncInfo): string {
  if (outcome === 'unchanged') return `nothing to take over: state version ${stateVersion} is the newest`
  const head =
    outcome === 'restored'
      ? `took over state version ${stateVersion}; here it was ${previousStateVersion}`
      : 'the dataset is gone: the pipeline starts anew'
  return [
    head,
    ...schemas.map(({ name, from, to }) => `  schema ${name}: version ${from ?? 'none'} → ${to ?? 'none'}`),
    ...(resources.length > 0 ? [`  state changed of: ${resources.join(', ')}`] : []),
  ].join('\n')
}
