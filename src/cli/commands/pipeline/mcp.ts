import type { PipelineOperation } from './operation.ts'

/** `mcp`: serves assistants over MCP, of this pipeline alone. */
export const mcp: PipelineOperation = {
  name: 'mcp',
  help: 'serve assistants over MCP, of this pipeline alone',
  flags: ['stdio', 'http', 'port', 'host', 'allow', 'features', 'project'],
  async run({ name, flags, library: _, ...context }) {
    const { serveMcp } = await import('../ai/mcp/serve-mcp.ts')
    return serveMcp({ command: 'pipeline', flags, pipeline: name }, context)
  },
}
