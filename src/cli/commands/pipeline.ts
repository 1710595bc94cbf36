import type { CliContext } from '../cli-context.ts'
import { examples, JSON_FLAG } from '../flags.ts'
import type { Register } from '../registration.ts'
import { checkPipelineName, listPipelines } from './pipeline/known-pipelines.ts'
import { FLAG_NAMES, operationNamed, type PipelineFlags } from './pipeline/operation.ts'
import { OPERATIONS } from './pipeline/registry.ts'

interface Options extends PipelineFlags {
  readonly json?: boolean
  readonly listPipelines?: boolean
}

/** Adds `tolva pipeline`. */
export const registerPipeline: Register = (program, execute) => {
  const command = program
    .command('pipeline')
    .description('show what a pipeline is and what it did, or change it')
    .argument('[name]', 'the pipeline')
    .argument('[operation...]', 'what to do, info by default; see below; behind some the load id of a package')
    .option('--list-pipelines', 'list all pipelines of this machine')
  for (const [flag, takers] of flagTakers()) command.option(FLAG_NAMES[flag].flags, describe(flag, takers))
  command
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      `\nOperations:\n${OPERATIONS.map(({ name, help }) => `  ${name.padEnd(22)} ${help}`).join('\n')}\n${examples(
        'tolva pipeline --list-pipelines',
        'tolva pipeline chatbot_pipeline info',
        'tolva pipeline chatbot_pipeline check',
        'tolva pipeline chatbot_pipeline show',
        'tolva pipeline chatbot_pipeline mcp',
        'tolva pipeline chatbot_pipeline drop --resource users --yes',
        'tolva pipeline chatbot_pipeline package list',
        'tolva pipeline chatbot_pipeline package retry',
        'tolva pipeline chatbot_pipeline package discard 1749667187.541553 --yes',
        'tolva pipeline chatbot_pipeline unlock',
      )}`,
    )
    .action((name: string | undefined, words: readonly string[], { open, ...rest }: Options) => {
      // Commander says true where nothing was said.
      const options = open === false ? { ...rest, open } : rest
      return execute('pipeline', options.json ?? false, (context) => pipeline({ name, words, options }, context))
    })
}

async function pipeline(
  request: { readonly name: string | undefined; readonly words: readonly string[]; readonly options: Options },
  context: CliContext,
): Promise<void> {
  const { name, words, options } = request
  const { terminal } = context
  const library = await context.library()
  if (options.listPipelines === true || name === undefined) {
    if (name === undefined && !options.listPipelines) terminal.note('no pipeline was named; these are on this machine:')
    return listPipelines(library, terminal)
  }
  const { operation, loadId } = operationNamed(words, OPERATIONS, options)
  if (options.destination === undefined && !operation.needsNoState) await checkPipelineName(name, library)
  return operation.run({ ...context, name, loadId, flags: options, library })
}

function flagTakers(): ReadonlyMap<keyof PipelineFlags, readonly string[]> {
  const takers = new Map<keyof PipelineFlags, string[]>()
  for (const { name, flags } of OPERATIONS) {
    for (const flag of flags) takers.set(flag, [...(takers.get(flag) ?? []), name])
  }
  return takers
}

function describe(flag: keyof PipelineFlags, takers: readonly string[]): string {
  return `${takers.join(', ')}: ${FLAG_NAMES[flag].help}`
}
