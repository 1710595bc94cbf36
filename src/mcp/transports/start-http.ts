import { createServer } from 'node:http'
import { createAccess } from '../../serving/access.ts'
import { listen } from '../../serving/listen.ts'
import { hostInUrl, loopbackAddress } from '../../serving/loopback.ts'
import type { McpParts } from '../server.ts'
import { mcpFetch } from './mcp-fetch.ts'

export interface HttpOptions {
  /** Default `127.0.0.1`; only addresses of this machine's loopback. */
  readonly host?: string
  /** This one or none. Default: 2719, or the next that is free. 0: any. */
  readonly port?: number
}

/** A server that listens. */
export interface RunningHttp {
  readonly url: string
  readonly port: number
  /** Sent as a bearer. */
  readonly token: string
  /** Ends what is under way, and stops listening. */
  close(): Promise<void>
}

const PORT = 2719
const MOST_CONNECTIONS = 64
/** How long a client may take to send its request. */
const PATIENCE_MS = 10_000
const LISTENS = {
  what: 'the MCP server',
  hint: 'Leave --host out. From another machine: ssh -L 2719:localhost:2719 <this machine>.',
}

/**
 * Serves MCP as streamable HTTP at `/mcp`, to clients of this machine that have the token.
 * @throws ConfigError `port_taken`, `host_not_loopback`.
 */
export async function startHttp(parts: McpParts, options: HttpOptions = {}): Promise<RunningHttp> {
  const host = loopbackAddress(options.host ?? '127.0.0.1', LISTENS)
  const server = createServer({ requestTimeout: PATIENCE_MS, headersTimeout: PATIENCE_MS })
  server.maxConnections = MOST_CONNECTIONS
  const port = await listen(server, { host, asked: options.port, first: PORT })
  const access = createAccess(port)
  const { fetch, close } = mcpFetch(parts, access)
  const { getRequestListener } = await import('@hono/node-server')
  server.on('request', getRequestListener(fetch, { overrideGlobalObjects: false }))
  return {
    url: `http://${hostInUrl(host)}:${port}/mcp`,
    port,
    token: access.token,
    async close() {
      await close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}
