import { createOutgoingGate } from '../traffic/outgoing-gate.ts'
import type { McpScope } from './mcp-scope.ts'
import type { LetOut } from './transports/gated-transport.ts'

/**
 * The gate of a project, and of those whose pipelines were opened. It is made anew for each message: secrets may be filled in while
 * the server runs.
 */
export function letOutOf({ projectFolder, opened, env }: Pick<McpScope, 'projectFolder' | 'opened' | 'env'>): LetOut {
  return async (value) => {
    const folders = new Set([projectFolder, ...opened])
    const gates = await Promise.all([...folders].map((folder) => createOutgoingGate(folder, env)))
    return gates.reduce((passed, gate) => gate.value(passed), value)
  }
}
