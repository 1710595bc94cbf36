import type { McpServer, ServerContext, ToolAnnotations } from '@modelcontextprotocol/server'
import type { z } from 'zod'
import { TolvaError } from '../../errors/tolva-error.ts'
import { errorResult } from '../error-result.ts'
import type { Feature } from '../features.ts'
import { allowFlag, checkGranted, type Grant, missingGrants } from '../grants.ts'
import type { McpScope } from '../mcp-scope.ts'
import { toolResult } from '../tool-result.ts'

/** One call of a tool. */
export interface ToolCall<Input> {
  readonly input: Input
  readonly scope: McpScope
  /** Aborted when the client does not wait any more. */
  readonly signal: AbortSignal
  /** Tells the client how far the work is; does nothing where it did not ask. */
  readonly progress: (text: string) => void
}

/** What a tool answers: the same as data and as text. */
export interface ToolAnswer {
  /** Held to the output schema; what that does not name is left out. */
  readonly data: unknown
  readonly text: string
}

interface ToolDefinition<Input extends z.ZodObject, Output extends z.ZodObject> {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly feature: Feature
  readonly needs: readonly Grant[]
  readonly annotations: ToolAnnotations
  readonly input: Input
  readonly output: Output
  answer(call: ToolCall<z.output<Input>>): Promise<ToolAnswer>
}

/** A tool that a server can offer. */
export interface Tool {
  readonly name: string
  readonly title: string
  readonly feature: Feature
  readonly needs: readonly Grant[]
  readonly annotations: ToolAnnotations
  register(server: McpServer, scope: McpScope): void
}

/** Changes nothing, and gives the same again. */
export const READS: ToolAnnotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
}

/** The same of what asks an API. */
export const ASKS: ToolAnnotations = { ...READS, idempotentHint: false, openWorldHint: true }

/** Makes a tool of what it is called, takes, gives and does. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: ToolDefinition<Input, Output>,
): Tool {
  const { name, title, feature, needs, annotations, input, output } = tool
  return {
    name,
    title,
    feature,
    needs,
    annotations,
    register(server, scope) {
      const description = describe(tool, scope)
      server.registerTool<z.ZodObject, z.ZodObject>(
        name,
        { title, description, inputSchema: input, outputSchema: output, annotations: { title, ...annotations } },
        async (given, context) => {
          try {
            checkGranted(name, needs, scope.grants)
            const { signal } = context.mcpReq
            signal.throwIfAborted()
            const call = { input: input.parse(given), scope, signal, progress: progressOf(context) }
            return toolResult(output, await tool.answer(call))
          } catch (error) {
            if (!(error instanceof TolvaError)) logUnexpected(context, name)
            return errorResult(error, scope)
          }
        },
      )
    },
  }
}

function describe(
  { description, needs }: Pick<Tool, 'needs'> & { readonly description: string },
  scope: McpScope,
): string {
  const missing = missingGrants(needs, scope.grants)
  if (missing.length === 0) return description
  return `${description} NOT GRANTED: it needs ${missing.join(' and ')}; the person who starts the server adds ${allowFlag(missing, scope.grants)}.`
}

/** Where it happened stands on stderr; a client that shows logs hears that there is something to be seen. */
function logUnexpected({ mcpReq }: ServerContext, tool: string): void {
  mcpReq.log('error', { tool, message: 'the tool met something unexpected; see stderr of the server' }).catch(() => {})
}

function progressOf({ mcpReq }: ServerContext): (text: string) => void {
  const token = mcpReq._meta?.progressToken
  if (token === undefined) return () => {}
  let count = 0
  return (message) => {
    count += 1
    // A client that is gone needs not be told.
    mcpReq
      .notify({ method: 'notifications/progress', params: { progressToken: token, progress: count, message } })
      .catch(() => {})
  }
}
