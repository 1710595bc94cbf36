import type { CallToolResult } from '@modelcontextprotocol/server'
import { TolvaError } from '../errors/tolva-error.ts'
import { toldProblem } from '../serving/told-problem.ts'
import type { McpScope } from './mcp-scope.ts'

/** What a failed call answers: what went wrong, where, and the next step. Never a stack. */
export function errorResult(error: unknown, { onError }: Pick<McpScope, 'onError'>): CallToolResult {
  if (!(error instanceof TolvaError)) onError(error)
  const { code, message, hint, context } = toldProblem(error, 'The log of the server on stderr shows where.')
  const causes = error instanceof TolvaError ? causesOf(error) : []
  const where = Object.entries(context ?? {}).filter(
    ([, value]) => typeof value === 'string' || typeof value === 'number',
  )
  const text = [
    `${code}: ${message}`,
    ...causes.map((cause) => `because: ${cause}`),
    ...(where.length > 0 ? [`where: ${where.map(([name, value]) => `${name} ${value}`).join(', ')}`] : []),
    ...(hint === undefined ? [] : [`next: ${hint}`]),
  ].join('\n')
  return {
    isError: true,
    content: [{ type: 'text', text }],
    _meta: { 'tolva/error': { code, message, ...(hint !== undefined && { hint }), ...(context && { context }) } },
  }
}

function causesOf({ cause }: Error): readonly string[] {
  if (!(cause instanceof Error)) return []
  return [toldProblem(cause, '').message.replace(/^The server met something unexpected: /, ''), ...causesOf(cause)]
}
