import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { Access } from '../../serving/access.ts'
import { refuseForeign } from '../../serving/refuse-foreign.ts'
import { toldProblem } from '../../serving/told-problem.ts'
import { createServer, type McpParts } from '../server.ts'
import { mcpSessions } from './mcp-sessions.ts'

const GUARDED = {
  what: 'the MCP server',
  hint: 'Name it as localhost or 127.0.0.1. From another machine: ssh -L 2719:localhost:2719 <machine>.',
}
const STATUS: Readonly<Record<string, number>> = { bad_token: 401, wrong_host: 403, cross_origin: 403, not_found: 404 }

/** Answers requests over HTTP, behind the walls that keep others out. */
export interface McpFetch {
  fetch(request: Request): Promise<Response>
  close(): Promise<void>
}

/** Clients of the newer protocol are served request by request, those of the older one in sessions. */
export function mcpFetch(parts: McpParts, access: Access): McpFetch {
  const { onError } = parts.scope
  const modern = createMcpHandler(() => createServer(parts), { legacy: 'reject', onerror: onError })
  const sessions = mcpSessions(parts)
  return {
    async fetch(request) {
      try {
        enter(request, access)
        const isOld = request.method !== 'POST' || request.headers.has('mcp-session-id')
        return await (isOld || (await isLegacyRequest(request)) ? sessions.fetch(request) : modern.fetch(request))
      } catch (error) {
        return refusal(error, onError)
      }
    },
    async close() {
      await Promise.all([modern.close(), sessions.close()])
    },
  }
}

/** @throws ConfigError `wrong_host`, `cross_origin`, `bad_token`, `not_found`. */
function enter(request: Request, access: Access): void {
  refuseForeign(request, GUARDED)
  const bearer = /^Bearer ([\w-]+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
  if (!access.isToken(bearer)) {
    throw new ConfigError('this server answers to its token only', {
      code: 'bad_token',
      hint: 'Send the token that tolva mcp --http printed as a bearer, in the header Authorization.',
    })
  }
  if (new URL(request.url).pathname === '/mcp') return
  throw new ConfigError('there is nothing here but /mcp', { code: 'not_found', hint: 'Send requests to /mcp.' })
}

function refusal(error: unknown, onError: (error: unknown) => void): Response {
  const { code, message, hint } = toldProblem(error, 'The terminal in which the server runs shows where.')
  const status = STATUS[code] ?? 500
  if (status === 500) onError(error)
  return Response.json(
    {
      jsonrpc: '2.0',
      id: null,
      error: { code: -32_000, message, data: { code, ...(hint !== undefined && { hint }) } },
    },
    { status, headers: status === 401 ? { 'www-authenticate': 'Bearer' } : {} },
  )
}
