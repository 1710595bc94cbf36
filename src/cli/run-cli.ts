import type { Command } from 'commander'
import { packageVersion } from '../config/own-package.ts'
import type { CliContext } from './cli-context.ts'
import { exitCode } from './exit-code.ts'
import { gatedStreams } from './gated-streams.ts'
import { createProgram } from './program.ts'
import { createTerminal, type Streams } from './terminal.ts'

/** What the process gives to the command line; the rest is made from it. */
export type CliEnvironment = Omit<CliContext, 'terminal' | 'exitWith' | 'ungated'>

/** Runs one command line (without `node` and the program's name) and returns the exit code. Never throws, never exits. */
export async function runCli(args: readonly string[], given: CliEnvironment): Promise<number> {
  const streams = await gatedStreams(given.streams, given)
  const environment = { ...given, streams }
  const { env } = environment
  let code = 0
  const program = createProgram(await packageVersion(), async (name, json, run) => {
    const terminal = createTerminal(streams, env, json)
    try {
      await run({
        ...environment,
        ungated: given.streams,
        terminal,
        exitWith(value) {
          code = value
        },
      })
    } catch (error) {
      code = exitCode(error)
      const isInterrupted = code === 130
      if (isInterrupted) terminal.note('interrupted; what was sealed is kept, and the next run goes on from there')
      // Where a signal was aborted is of no use to who pressed Ctrl-C.
      if (!isInterrupted || json) terminal.failure(name, error)
    }
  })
  quiet(program, streams)
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    // Commander has written its own message.
    return exitCode(error)
  }
  return code
}

function quiet(command: Command, streams: Streams): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => void streams.stdout.write(text),
    writeErr: (text) => void streams.stderr.write(text),
    getOutHelpWidth: () => streams.stdout.columns ?? 100,
    getErrHelpWidth: () => streams.stderr.columns ?? 100,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  })
  for (const inner of command.commands) quiet(inner, streams)
}
