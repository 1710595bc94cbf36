import { join } from 'node:path'
import type { Destination } from '../contracts/destination.ts'
import { suggestion } from '../errors/near-names.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { workingFolder } from '../package/working-folder.ts'
import { homeFolder } from './home-folder.ts'
import { listPipelines, shortName, stateOf } from './list-pipelines.ts'
import { createPipeline, type Pipeline, type PipelineOptions } from './pipeline.ts'

/** Where to look for a pipeline that has run before. Explicit values win over what it was last run with. */
export interface AttachOptions extends Omit<PipelineOptions, 'name' | 'destination'> {
  /** Needed, with `dataset`, on a machine where the pipeline never ran. */
  readonly destination?: PipelineOptions['destination']
}

export interface AttachWiring {
  resolveDestination(name: string, options?: Readonly<Record<string, string>>): Promise<Destination>
}

/**
 * The handle of a pipeline that has run before: by its name on this machine; with destination and dataset on any other, to
 * which its state and schemas are brought.
 *
 * @throws ConfigError `unknown_pipeline` that says where was looked.
 */
export async function attachPipeline(name: string, options: AttachOptions, wiring: AttachWiring): Promise<Pipeline> {
  const { destination, ...rest } = options
  const state = await stateOf(name, options)
  if (state !== undefined) {
    const { destination_options: made = {}, staging_options: staged = {} } = state._local
    // Another destination than that of the last run may take no staging.
    const isStaged = destination === undefined && typeof state.staging_type === 'string'
    const stagedAt = isStaged ? { staging: shortName(state.staging_type) } : {}
    return createPipeline(
      {
        ...stagedAt,
        dataset: state.dataset_name,
        projectDir: homeFolder(state, process.cwd()),
        ...rest,
        name,
        destination: destination ?? shortName(state.destination_type),
      },
      {
        resolveDestination: (type, named) =>
          wiring.resolveDestination(type, destination === undefined ? { ...named, ...made } : named),
        resolveStaging: (type, named) =>
          wiring.resolveDestination(type, rest.staging === undefined ? { ...named, ...staged } : named),
      },
    )
  }
  if (destination === undefined || options.dataset === undefined) throw await unknownHere(name, options)
  const pipeline = createPipeline({ ...rest, name, destination }, wiring)
  if ((await pipeline.sync({ readOnly: true })).outcome !== 'restored') throw await unknownThere(pipeline, options)
  return pipeline
}

async function unknownHere(name: string, options: AttachOptions): Promise<ConfigError> {
  const listed = await listPipelines(options)
  if (listed.some((one) => one.name === name)) {
    return new ConfigError(`Pipeline ${name} has loaded nothing yet: its first run failed.`, {
      code: 'unknown_pipeline',
      hint: `See why with: tolva pipeline ${name} trace. Then run it again.`,
      context: { pipeline: name },
    })
  }
  const known = listed.filter((one) => one.neverLoaded === undefined).map((one) => one.name)
  const elsewhere = `attach('${name}', { destination, dataset }) brings it here from its destination`
  return new ConfigError(
    `There is no pipeline ${name} on this machine: ${stateFileOf(name, options)} does not exist.`,
    {
      code: 'unknown_pipeline',
      hint: known.length === 0 ? `Run it first; ${elsewhere}.` : `${suggestion(name, known)} Or ${elsewhere}.`,
      context: { pipeline: name },
    },
  )
}

async function unknownThere(pipeline: Pipeline, options: AttachOptions): Promise<ConfigError> {
  const { location, dataset } = await pipeline.info()
  const others = await pipelinesIn(pipeline)
  const places = [
    stateFileOf(pipeline.name, options),
    `_dlt_pipeline_state of dataset ${dataset} at ${location}`,
    ...(options.stateStore === undefined ? [] : [`the state store ${options.stateStore.location}`]),
  ]
  return new ConfigError(`There is no state of pipeline ${pipeline.name}. Looked in ${places.join('; ')}.`, {
    code: 'unknown_pipeline',
    hint:
      others.length === 0
        ? 'Check destination and dataset, or run the pipeline first.'
        : `That dataset has state of ${others.join(', ')}: ${suggestion(pipeline.name, others)}`,
    context: { pipeline: pipeline.name },
  })
}

/** Names that the dataset has state of; none where it cannot be read, for the error is on its way already. */
async function pipelinesIn(pipeline: Pipeline): Promise<readonly string[]> {
  try {
    const names = pipeline.dataset().sql('SELECT DISTINCT pipeline_name FROM _dlt_pipeline_state ORDER BY 1')
    return (await names.rows()).map((row) => String(row.pipeline_name))
  } catch {
    return []
  }
}

function stateFileOf(name: string, options: AttachOptions): string {
  return join(workingFolder(name, options).path, 'state.json')
}
