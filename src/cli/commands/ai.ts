import type { Register } from '../registration.ts'
import { AI_COMMANDS } from './ai/registry.ts'

/** Adds `tolva ai` with its subcommands. */
export const registerAi: Register = (program, execute) => {
  const ai = program.command('ai').description('work with an AI assistant: its files, toolkits, secrets, MCP server')
  for (const register of AI_COMMANDS) register(ai, execute)
}
