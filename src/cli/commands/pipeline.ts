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
    .argument('[operation]', 'what to do, info by default; see below')
    .argument('[load-id]', 'load-package: which one; the newest by default')
    .option('--list-pipelines', 'list all pipelines of this machine')
  for (const [flag, takers] of flagTakers()) command.option(FLAG_NAMES[flag].flags, describe(flag, takers))
  command
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      `\nOperations:\n${OPERATIONS.map(({ name, help }) => `  ${name.padEnd(22)} ${help}`).join('\n')}\n${examples(
        'tolva pipeline --list-pipelines',
        'tolva pipeline chatbot_pipeline info',
        'tolva pipeline chatbot_pipeline drop --resource users --yes',
        'tolva pipeline chatbot_pipeline load-package 1749667187.541553',
      )}`,
    )
    .action((name: string | undefined, operation: string | undefined, loadId: string | undefined, options: Options) =>
      execute('pipeline', options.json ?? false, (context) => pipeline({ name, operation, loadId, options }, context)),
    )
}

async function pipeline(
  request: {
    readonly name: string | undefined
    readonly operation: string | undefined
    readonly loadId: string | undefined
    readonly options: Options
  },
  context: CliContext,
): Promise<void> {
  const { name, operation, loadId, options } = request
  const library = await context.library()
  if (options.listPipelines === true || name === undefined) {
    if (name === undefined && !options.listPipelines) {
      context.terminal.note('no pipeline was named; these are on this machine:')
    }
    return listPipelines(library, context.terminal)
  }
  const chosen = operationNamed(operation ?? 'info', OPERATIONS, options)
  if (options.destination === undefined) await checkPipelineName(name, library)
  return chosen.run({ name, loadId, flags: options, library, terminal: context.terminal, cwd: context.cwd })
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
