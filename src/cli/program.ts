import { Command } from 'commander'
import { COMMANDS } from './commands/registry.ts'
import type { Execute } from './registration.ts'

const EXIT_CODES = `
Exit codes: 0 done, 1 run failed, 2 usage or configuration, 3 partly failed,
            4 contract broken, 5 locked by another run, 130 interrupted`

/** All commands with their help. */
export function createProgram(version: string, execute: Execute): Command {
  const program = new Command('tolva')
    .description('Load JSON from APIs, files and databases into DuckDB and warehouses, exactly once.')
    .version(version, '-V, --version')
    .helpCommand(true)
    .addHelpText('after', EXIT_CODES)
  for (const register of COMMANDS) register(program, execute)
  return program
}
