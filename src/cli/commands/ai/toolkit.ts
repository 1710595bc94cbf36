import { ConfigError } from '../../../errors/tolva-error.ts'
import type { CliContext } from '../../cli-context.ts'
import { examples, JSON_FLAG } from '../../flags.ts'
import type { Register } from '../../registration.ts'
import type { InstallFlags } from './install-flags.ts'

const OPERATIONS = ['list', 'info', 'install', 'check'] as const
type Operation = (typeof OPERATIONS)[number]

/** Adds `tolva ai toolkit`, whose words may come in either order: `NAME install` and `install NAME`. */
export const registerAiToolkit: Register = (ai, execute) => {
  ai.command('toolkit')
    .description('list toolkits of skills, look into one, install one, check one of your own')
    .argument('[words...]', 'list, NAME info, NAME install or check FOLDER')
    .option(
      '--agent <name>',
      'install for this agent, may be repeated; without it: those that the project has',
      collect,
    )
    .option('--location <place>', 'folder or git repository of toolkits that others made')
    .option('--strict', 'stop at a skill that cannot be used')
    .option('--diff', 'show what would change, and write nothing')
    .option('--overwrite', 'also replace what was edited by hand, for good')
    .option('--dir <folder>', 'the project', '.')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      examples(
        'tolva ai toolkit list',
        'tolva ai toolkit rest-api-pipeline info',
        'tolva ai toolkit rest-api-pipeline install',
        'tolva ai toolkit install data-exploration --agent cursor',
        'tolva ai toolkit check ./toolkits/ours',
        'tolva ai toolkit install ours --location https://git.example.com/toolkits.git',
      ),
    )
    .action((words: readonly string[], flags: InstallFlags) =>
      execute('ai toolkit', flags.json ?? false, (context) => toolkit(words, flags, context)),
    )
}

async function toolkit(words: readonly string[], flags: InstallFlags, context: CliContext): Promise<void> {
  const { operation, name } = wordsOf(words)
  if (operation === 'install' && name !== undefined) {
    const { installForAgents, tellInstalled } = await import('./install.ts')
    return tellInstalled(
      'ai toolkit install',
      { flags, reports: await installForAgents([name], flags, context) },
      context,
    )
  }
  if (operation === 'check' && name !== undefined) {
    const { checkToolkit } = await import('./check-toolkit.ts')
    return checkToolkit(name, context)
  }
  const { listText, infoText, readPlace } = await import('./toolkit-text.ts')
  const { all, installed } = await readPlace(flags, context)
  if (name === undefined) {
    const data = all.map((one) => ({
      ...one,
      skills: one.skills.map((skill) => skill.name),
      installed: installed.get(one.name)?.version,
    }))
    return context.terminal.result('ai toolkit list', { toolkits: data }, listText(all, installed))
  }
  const { unknownToolkit } = await import('../../../workbench/toolkits/list-toolkits.ts')
  const found = all.find((one) => one.name === name) ?? unknownToolkit(name, all)
  context.terminal.result(
    'ai toolkit info',
    { toolkit: found, installed: installed.get(name)?.version },
    infoText(found),
  )
}

function wordsOf(words: readonly string[]): { readonly operation: Operation; readonly name?: string } {
  const operation = OPERATIONS.find((one) => words[0] === one) ?? OPERATIONS.find((one) => words.at(-1) === one)
  const names = operation === undefined ? words : words.filter((_, index) => index !== words.indexOf(operation))
  const [name] = names
  if (operation === 'list' && name === undefined) return { operation }
  if (operation !== undefined && operation !== 'list' && name !== undefined && names.length === 1)
    return { operation, name }
  const problem = words.length === 0 ? 'needs to know what to do' : `does not understand: ${words.join(' ')}`
  throw new ConfigError(`tolva ai toolkit ${problem}`, {
    code: 'bad_toolkit_words',
    hint: 'say list, NAME info, NAME install or check FOLDER',
  })
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}
