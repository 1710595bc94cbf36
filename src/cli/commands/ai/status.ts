import { resolve } from 'node:path'
import { packageVersion } from '../../../config/own-package.ts'
import type { WorkbenchStatus } from '../../../workbench/status.ts'
import type { CliContext } from '../../cli-context.ts'
import { examples, JSON_FLAG } from '../../flags.ts'
import type { Register } from '../../registration.ts'

interface Flags {
  readonly json?: boolean
  readonly dir: string
}

/** Adds `tolva ai status`. */
export const registerAiStatus: Register = (ai, execute) => {
  ai.command('status')
    .description('what is installed for which assistant, and whether the MCP server starts')
    .option('--dir <folder>', 'the project', '.')
    .option(...JSON_FLAG)
    .addHelpText('after', examples('tolva ai status', 'tolva ai status --json'))
    .action((flags: Flags) => execute('ai status', flags.json ?? false, (context) => status(flags, context)))
}

async function status({ dir }: Flags, { cwd, env, terminal }: CliContext): Promise<void> {
  const project = resolve(cwd, dir)
  const { workbenchStatus } = await import('../../../workbench/status.ts')
  const { startServer } = await import('./start-server.ts')
  const version = await packageVersion()
  const found = await workbenchStatus({ project, env, version, startServer: () => startServer(project, env) })
  const agents = found.agents.map(({ name }) => name)
  terminal.result('ai status', { version, ...found, agents }, statusText(version, found))
}

function statusText(version: string, { agents, toolkits, serverStarts, warnings }: WorkbenchStatus): string {
  return [
    `tolva ${version}`,
    `Agent: ${agents.map(({ title }) => title).join(', ') || 'none'}`,
    ...(serverStarts ? ['MCP server: starts'] : []),
    ...warnings.map((warning) => `! ${warning}`),
    ...toolkits.map(({ name, version, entrySkill }) => {
      const start = entrySkill === undefined ? '' : `, start with ${entrySkill} skill`
      return `${name} ${version}${start}`
    }),
  ].join('\n')
}
