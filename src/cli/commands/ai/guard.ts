import { text as readAll } from 'node:stream/consumers'
import { ConfigError } from '../../../errors/tolva-error.ts'
import { GUARDED_AGENTS, guard } from '../../../workbench/read-guard/guard.ts'
import { examples, JSON_FLAG } from '../../flags.ts'
import type { Register } from '../../registration.ts'

/** Adds `tolva ai guard`. */
export const registerAiGuard: Register = (ai, execute) => {
  ai.command('guard')
    .description("answer an assistant's hook: refuse what reads or writes a secrets file")
    .argument('<agent>', `one of ${GUARDED_AGENTS.join(', ')}`)
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      examples(`echo '{"tool_name":"Read","tool_input":{"file_path":".dlt/secrets.toml"}}' | tolva ai guard claude`),
    )
    .action((agent: string, flags: { json?: boolean }) =>
      execute('ai guard', flags.json ?? false, async ({ streams, terminal, exitWith }) => {
        if (!GUARDED_AGENTS.includes(agent)) throw unknownAgent(agent)
        const answer = guard(agent, await readAll(process.stdin), process.env)
        if (terminal.json) return terminal.result('ai guard', answer, '')
        if (answer.stdout !== '') streams.stdout.write(`${answer.stdout}\n`)
        if (answer.stderr !== '') streams.stderr.write(answer.stderr)
        exitWith(answer.code)
      }),
    )
}

function unknownAgent(agent: string): ConfigError {
  return new ConfigError(`there is no guard for ${agent}`, {
    code: 'unknown_agent',
    hint: `name one of ${GUARDED_AGENTS.join(', ')}`,
  })
}
