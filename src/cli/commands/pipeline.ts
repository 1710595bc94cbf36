import { stringify } from 'yaml'
import { suggestion } from '../../dataset/near-names.ts'
import { printTable } from '../../dataset/print-table.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { toStored } from '../../schema/stored-form.ts'
import type { CliContext } from '../cli-context.ts'
import type { Library } from '../library.ts'
import { CHANGES, type ChangeArguments } from './change-pipeline.ts'

export interface PipelineArguments {
  readonly name: string | undefined
  readonly operation: string | undefined
  readonly loadId: string | undefined
  readonly list: boolean
  readonly change: ChangeArguments
}

type Operation = (name: string, library: Library, loadId: string | undefined) => Promise<Shown>

interface Shown {
  readonly data: unknown
  readonly text?: string
}

/** `tolva pipeline`: what a pipeline is and did, as YAML for people. */
export async function showPipeline(options: PipelineArguments, context: CliContext): Promise<void> {
  const library = await context.library()
  if (options.list || options.name === undefined) return list(options, library, context)
  const change = CHANGES[options.operation ?? 'info']
  if (change !== undefined) {
    await checkName(options.name, library)
    const data = await change(await library.openPipeline(options.name, {}), options.change)
    return context.terminal.result('pipeline', data, yamlText(data))
  }
  const operation = OPERATIONS[options.operation ?? 'info']
  if (operation === undefined) {
    throw new ConfigError(`unknown operation ${options.operation}`, {
      code: 'unknown_operation',
      hint: suggestion(options.operation ?? '', [...Object.keys(OPERATIONS), ...Object.keys(CHANGES)]),
    })
  }
  await checkName(options.name, library)
  const { data, text } = await operation(options.name, library, options.loadId)
  context.terminal.result('pipeline', data, text ?? yamlText(data))
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  info: async (name, library) => ({ data: await (await library.openPipeline(name, {})).info() }),
  async trace(name, library) {
    const trace = await library.readTrace(name, {})
    return { data: trace ?? null, ...(trace === undefined && { text: `pipeline ${name} has not run yet` }) }
  },
  async schema(name, library) {
    const schemas = await (await library.openPipeline(name, {})).schemas()
    return { data: [...schemas.values()].map(toStored) }
  },
  async 'load-package'(name, library, loadId) {
    const packages = await library.listPackages(name, {})
    const wanted = loadId ?? packages.at(-1)?.loadId
    if (wanted === undefined) return { data: null, text: `pipeline ${name} has no load packages` }
    if (!packages.some((one) => one.loadId === wanted)) {
      throw new ConfigError(`pipeline ${name} has no load package ${wanted}`, {
        code: 'unknown_package',
        hint: suggestion(
          wanted,
          packages.map((one) => one.loadId),
        ),
        context: { pipeline: name },
      })
    }
    return { data: await library.readPackage(name, wanted, {}) }
  },
  async 'failed-jobs'(name, library) {
    const failed = (await library.listPackages(name, {})).filter(({ state }) => state === 'failed')
    const text = failed.map(({ loadId, error }) => `${loadId}  ${error ?? 'failed'}`).join('\n')
    return { data: failed, text: text || `pipeline ${name} has no failed packages` }
  },
}

async function list(options: PipelineArguments, library: Library, { terminal }: CliContext): Promise<void> {
  const pipelines = await library.listPipelines({})
  const rows = pipelines.map(({ name, destination, dataset }) => [name, destination, dataset])
  const text = printTable(['pipeline', 'destination', 'dataset'], rows, {
    width: terminal.width,
    color: terminal.color,
  })
  if (!options.list) terminal.note('no pipeline was named; these are on this machine:')
  terminal.result('pipeline', pipelines, rows.length > 0 ? text : 'there are no pipelines on this machine yet')
}

async function checkName(name: string, library: Library): Promise<void> {
  const known = (await library.listPipelines({})).map((one) => one.name)
  if (known.includes(name)) return
  throw new ConfigError(`there is no pipeline ${name} on this machine`, {
    code: 'unknown_pipeline',
    hint: known.length > 0 ? suggestion(name, known) : 'run one first: tolva run <file>',
    context: { pipeline: name },
  })
}

function yamlText(data: unknown): string {
  return stringify(JSON.parse(JSON.stringify(data)), { lineWidth: 0 }).trimEnd()
}
