import type { McpServer } from '@modelcontextprotocol/server'
import type { McpScope } from '../mcp-scope.ts'
import { registerDocs } from './docs.ts'
import { registerPipelineResources } from './pipelines.ts'

/** Adds what can be read by an address: pages of the documentation, and what pipelines left behind. */
export function registerResources(server: McpServer, scope: McpScope): void {
  registerDocs(server)
  if (scope.features.has('pipeline')) registerPipelineResources(server, scope)
}
