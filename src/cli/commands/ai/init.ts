import { AGENT_NAMES } from '../../../workbench/agents/agent-names.ts'
import type { CliContext } from '../../cli-context.ts'
import { examples, JSON_FLAG } from '../../flags.ts'
import type { Register } from '../../registration.ts'
import type { InstallFlags } from './install-flags.ts'

/** Adds `tolva ai init`. */
export const registerAiInit: Register = (ai, execute) => {
  ai.command('init')
    .description('set a project up for an AI assistant: rules, skills, MCP server, and what keeps it from secrets')
    .option('--agent <name...>', `${AGENT_NAMES.join(', ')}; without it: the one that is found`)
    .option('--diff', 'show what would change, and write nothing')
    .option('--overwrite', 'also replace what was edited by hand, for good')
    .option('--location <place>', 'folder or git repository of toolkits that are taken before those of this package')
    .option('--strict', 'stop at a skill that cannot be used')
    .option('--dir <folder>', 'the project', '.')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      examples(
        'tolva ai init --agent claude',
        'tolva ai init --agent cursor codex',
        'tolva ai init --diff',
        'tolva ai init --agent claude --overwrite',
      ),
    )
    .action((flags: InstallFlags) => execute('ai init', flags.json ?? false, (context) => init(flags, context)))
}

async function init(flags: InstallFlags, context: CliContext): Promise<void> {
  const { installForAgents, tellInstalled } = await import('./install.ts')
  tellInstalled('ai init', { flags, reports: await installForAgents(['init'], flags, context) }, context)
}
