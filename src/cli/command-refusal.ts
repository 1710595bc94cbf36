import { type Command, CommanderError } from 'commander'
import { TolvaError } from '../errors/tolva-error.ts'
import { operationNamed } from './commands/pipeline/operation.ts'
import { OPERATIONS } from './commands/pipeline/registry.ts'
import { createProgram } from './program.ts'

/** Parses `tolva run x.ts` as the program does, without carrying it out. undefined: it is right, else what is wrong. */
export function commandRefusal(command: string): string | undefined {
  // The name of the program, or of its server.
  if (command === 'tolva') return undefined
  const reached: string[] = []
  const program = createProgram('0.0.0', async (name) => void reached.push(name))
  quiet(program)
  const args = wordsOf(command).slice(1)
  try {
    program.parse([...args], { from: 'user' })
    if (args[0] === 'pipeline') operationNamed(...wordsAndFlags(program))
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? undefined : error.message.replaceAll('\n', ' ')
    if (error instanceof TolvaError) return error.message
    throw error
  }
  return reached.length === 1 ? undefined : 'no command was reached'
}

/** Words of a line, as a shell hands them over: without quotes, up to a redirection or a second command. */
export function wordsOf(line: string): readonly string[] {
  const found = line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)
  const words = [...found].map(([, double, single, bare]) => double ?? single ?? bare ?? '')
  const end = words.findIndex((word) => ['>', '|', '&&'].includes(word))
  return end === -1 ? words : words.slice(0, end)
}

/** What an operation of `tolva pipeline` is told: the program looks at it only when it is carried out. */
function wordsAndFlags(program: Command): Parameters<typeof operationNamed> {
  const command = program.commands.find((one) => one.name() === 'pipeline')
  const { open, ...flags } = command?.opts<{ readonly open?: boolean }>() ?? {}
  return [command?.args.slice(1) ?? [], OPERATIONS, { ...flags, ...(open === false && { open }) }]
}

function quiet(command: Command): void {
  command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} })
  for (const inner of command.commands) quiet(inner)
}
