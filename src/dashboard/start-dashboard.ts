import type { Server } from 'node:http'
import path from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { ConfigError } from '../errors/tolva-error.ts'
import { isErrno } from '../storage/errno.ts'
import { dashboardApp } from './dashboard-app.ts'
import { pageFiles } from './page/page-files.ts'
import { createQueryGate } from './query-gate.ts'
import { createAccess } from './security/access.ts'

/** Where dlt's dashboard listens. */
const PORT = 2718
const PORTS_TRIED = 20

export interface DashboardOptions {
  /** Default `127.0.0.1`; only addresses of this machine's loopback. */
  readonly host?: string
  /** This one or none. Default: 2718, or the next that is free. 0: any. */
  readonly port?: number
  /** Where working folders are. Default `$TOLVA_DATA_DIR`, else `~/.tolva`. */
  readonly dataDir?: string
  /** Where reports are looked for. Default: the current folder. */
  readonly projectDir?: string
  /** Hears of errors that nobody expected. Default: they are printed on stderr. */
  readonly onError?: (error: unknown) => void
  /** Where the built page is. Default: in this package. */
  readonly pageFolder?: string
  /** How long a client may take to send its request. Default 10,000. */
  readonly patienceMs?: number
}

/** A dashboard that listens. */
export interface RunningDashboard {
  /** With the token: who opens it is let in. */
  readonly url: string
  readonly port: number
  readonly token: string
  /** The same for a page of it: `/p/chatbot_pipeline`. */
  urlOf(page: string): string
  /** Ends what is being asked, and stops listening. */
  close(): Promise<void>
}

/**
 * Serves the dashboard of the pipelines of this machine, to its browsers only.
 * @throws ConfigError `port_taken`, `host_not_loopback`.
 */
export async function startDashboard(options: DashboardOptions = {}): Promise<RunningDashboard> {
  const host = loopbackHost(options.host ?? '127.0.0.1')
  const stop = new AbortController()
  const files = pageFiles(options.pageFolder)
  const { patienceMs = 10_000 } = options
  let fetch: ReturnType<typeof dashboardApp>['fetch'] | undefined
  const server = createAdaptorServer({
    fetch: (request, env) => fetch?.(request, env) ?? new Response(null, { status: 503 }),
    serverOptions: {
      requestTimeout: patienceMs,
      headersTimeout: patienceMs,
      connectionsCheckingInterval: Math.min(patienceMs, 2000),
    },
  })
  if (!isHttpServer(server)) throw new TypeError('not reached: no other server was asked for')
  const port = await listen(server, host, options.port)
  const access = createAccess(port)
  fetch = dashboardApp({
    scope: {
      queries: createQueryGate({ atOnce: 4, waiting: 24 }),
      onError: options.onError ?? ((error) => console.error(error)),
      projectFolder: path.resolve(options.projectDir ?? process.cwd()),
      ...(options.dataDir !== undefined && { dataDir: options.dataDir }),
    },
    access,
    files,
    stopped: stop.signal,
  }).fetch
  const urlOf = (page: string) =>
    `http://${host.includes(':') ? `[${host}]` : host}:${port}${page}?token=${access.token}`
  return {
    url: urlOf('/'),
    port,
    token: access.token,
    urlOf,
    async close() {
      stop.abort()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

const isHttpServer = (server: object): server is Server => 'closeAllConnections' in server

/** Elsewhere the token, and whatever tables hold, would go over the network for all to read. */
function loopbackHost(host: string): string {
  if (/^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host)) return host.replace(/[[\]]/g, '')
  throw new ConfigError(`the dashboard listens on this machine's loopback only, not on ${host}`, {
    code: 'host_not_loopback',
    hint: 'Leave --host out. From another machine: ssh -L 2718:localhost:2718 <this machine>, then open the URL there.',
  })
}

async function listen(server: Server, host: string, asked: number | undefined): Promise<number> {
  for (let port = asked ?? PORT; ; port += 1) {
    try {
      return await tryListen(server, host, port)
    } catch (error) {
      if (!isErrno(error, 'EADDRINUSE', 'EACCES')) throw error
      if (asked === undefined && port < PORT + PORTS_TRIED) continue
      throw new ConfigError(`port ${port} of ${host} cannot be had: ${error instanceof Error ? error.message : ''}`, {
        code: 'port_taken',
        hint: 'Leave --port out for the next free one, or name another.',
        cause: error,
      })
    }
  }
}

function tryListen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}
