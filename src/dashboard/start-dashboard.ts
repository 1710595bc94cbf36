import { createServer, type RequestListener } from 'node:http'
import path from 'node:path'
import { createReadingGaps } from '../dataset/reading-gaps.ts'
import { createAccess } from '../serving/access.ts'
import { listen } from '../serving/listen.ts'
import { hostInUrl, loopbackAddress } from '../serving/loopback.ts'
import { createQueryGate } from '../serving/query-gate.ts'
import type { DashboardParts } from './dashboard-app.ts'
import { pageFiles } from './page/page-files.ts'

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

/** More connections than all tabs of a browser open. */
const MOST_CONNECTIONS = 256
/** Where dlt's dashboard listens. */
const PORT = 2718
const LISTENS = {
  what: 'the dashboard',
  hint: 'Leave --host out. From another machine: ssh -L 2718:localhost:2718 <this machine>, then open the URL there.',
}

/**
 * Serves the dashboard of the pipelines of this machine, to its browsers only.
 * @throws ConfigError `port_taken`, `host_not_loopback`.
 */
export async function startDashboard(options: DashboardOptions = {}): Promise<RunningDashboard> {
  const { patienceMs = 10_000, projectDir = process.cwd(), dataDir, onError = console.error } = options
  const host = loopbackAddress(options.host ?? '127.0.0.1', LISTENS)
  const stop = new AbortController()
  const server = createServer({
    requestTimeout: patienceMs,
    headersTimeout: patienceMs,
    connectionsCheckingInterval: Math.min(patienceMs, 2000),
  })
  server.maxConnections = MOST_CONNECTIONS
  const port = await listen(server, { host, asked: options.port, first: PORT })
  const access = createAccess(port)
  const answer = answering({
    scope: {
      projectFolder: path.resolve(projectDir),
      ...(dataDir !== undefined && { dataDir }),
      queries: createQueryGate({ atOnce: 4, waiting: 24 }),
      gaps: createReadingGaps(),
      onError,
    },
    access,
    files: pageFiles(options.pageFolder),
    stopped: stop.signal,
  })
  server.on('request', (request, response) => {
    answer
      .then((listener) => {
        // Who went away while that was loaded has closed the connection already, and would not be noticed any more.
        if (!request.socket.destroyed) return listener(request, response)
      })
      .catch(onError)
  })
  const urlOf = (page: string) => `http://${hostInUrl(host)}:${port}${page}?token=${access.token}`
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

/** What answers is loaded while the browser starts. */
async function answering(parts: DashboardParts): Promise<RequestListener> {
  const [{ getRequestListener }, { dashboardApp }] = await Promise.all([
    import('@hono/node-server'),
    import('./dashboard-app.ts'),
  ])
  // Other parts of the process keep the Request and Response that they know.
  return getRequestListener(dashboardApp(parts).fetch, { overrideGlobalObjects: false })
}
