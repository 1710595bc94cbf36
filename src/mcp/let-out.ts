import { createOutgoingGate } from '../traffic/outgoing-gate.ts'
import type { McpScope } from './mcp-scope.ts'
import type { LetOut } from './transports/gated-transport.ts'

/** The gate of a project, made anew for each message: secrets may be filled in while the server runs. */
export function letOutOf({ projectFolder, env }: Pick<McpScope, 'projectFolder' | 'env'>): LetOut {
  return async (value) => (await createOutgoingGate(projectFolder, env)).value(value)
}
