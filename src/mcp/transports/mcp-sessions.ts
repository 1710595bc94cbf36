import { randomUUID } from 'node:crypto'
import { type McpServer, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server'
import { createServer, type McpParts } from '../server.ts'
import type { McpFetch } from './mcp-fetch.ts'

/** More than clients of one machine have; the one that was silent for longest makes room. */
const MOST_SESSIONS = 32

interface Session {
  readonly transport: WebStandardStreamableHTTPServerTransport
  readonly server: McpServer
}

/** Sessions of clients that begin with `initialize`: each has a server of its own, known by an id that nobody can guess. */
export function mcpSessions(parts: McpParts): McpFetch {
  const sessions = new Map<string, Session>()

  async function begin(): Promise<Session> {
    const server = createServer(parts)
    const session: Session = {
      server,
      transport: new WebStandardStreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        onsessioninitialized(id) {
          sessions.set(id, session)
          makeRoom()
        },
        onsessionclosed: (id) => void sessions.delete(id),
      }),
    }
    await server.connect(session.transport)
    return session
  }

  function makeRoom(): void {
    const [oldest] = sessions
    if (sessions.size <= MOST_SESSIONS || oldest === undefined) return
    sessions.delete(oldest[0])
    oldest[1].server.close().catch(parts.scope.onError)
  }

  return {
    async fetch(request) {
      const id = request.headers.get('mcp-session-id')
      const known = id === null ? await begin() : sessions.get(id)
      if (known === undefined) return gone()
      // The last one that was used is the last one to go.
      if (id !== null && sessions.delete(id)) sessions.set(id, known)
      return known.transport.handleRequest(request)
    },
    async close() {
      await Promise.all([...sessions.values()].map(({ server }) => server.close()))
    },
  }
}

/** Clients begin anew then. */
function gone(): Response {
  const error = { code: -32_001, message: 'There is no such session' }
  return Response.json({ jsonrpc: '2.0', id: null, error }, { status: 404 })
}
