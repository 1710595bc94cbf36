import type { Command } from 'commander'
import type { CliContext } from './cli-context.ts'

/** Runs a command with its context; commands report through `context.terminal`. */
export type Execute = (name: string, json: boolean, run: (context: CliContext) => Promise<void>) => Promise<void>

/** Adds one command with its help to the program. What is heavy is imported when the command runs, so that `--help` is fast. */
export type Register = (program: Command, execute: Execute) => void
