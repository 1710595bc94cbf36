import type { Command } from 'commander'
import { examples, JSON_FLAG } from '../../flags.ts'
import type { Execute, Register } from '../../registration.ts'
import { MCP_FLAGS, type McpFlags } from './mcp/mcp-flags.ts'

interface Options extends McpFlags {
  readonly json?: boolean
}

/** Adds `tolva ai mcp`. */
export const registerAiMcp: Register = (ai, execute) => addMcp(ai, execute, 'ai mcp')

/** Adds `tolva mcp`, the same. */
export const registerMcp: Register = (program, execute) => addMcp(program, execute, 'mcp')

function addMcp(parent: Command, execute: Execute, name: string): void {
  const command = parent
    .command('mcp')
    .description('serve assistants over MCP: pipelines, data, secrets’ shape, sources, runs; read-only unless allowed')
  for (const [flags, help] of MCP_FLAGS) command.option(flags, help)
  command
    .option(JSON_FLAG[0], 'with --http: print one JSON object with the URL and the token once it listens')
    .addHelpText(
      'after',
      examples(
        `tolva ${name}`,
        `tolva ${name} --project /path/to/project --allow local:write,network:read`,
        `tolva ${name} --features pipeline,secrets`,
        `tolva ${name} --http --port 2719`,
      ),
    )
    .action((flags: Options) =>
      execute(name, flags.json ?? false, async (context) => {
        const { serveMcp } = await import('./mcp/serve-mcp.ts')
        return serveMcp({ command: name, flags }, context)
      }),
    )
}
