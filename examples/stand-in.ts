// What the stand-ins of the examples have in common: a server on this machine that answers like an API.
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'

export interface StandIn {
  /** What takes the place of the API's base URL. */
  readonly baseUrl: string
  /** Requests as they came in: method, path and query. */
  readonly requests: readonly string[]
  close(): Promise<void>
}

/** Starts a server for an app that answers below `path`. */
export async function startStandIn(app: Hono, path: string): Promise<StandIn> {
  const requests: string[] = []
  const server = createAdaptorServer({
    fetch: (request: Request) => {
      const { pathname, search } = new URL(request.url)
      requests.push(`${request.method} ${pathname}${search}`)
      return app.fetch(request)
    },
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    baseUrl: `http://127.0.0.1:${port}${path}`,
    requests,
    async close() {
      if ('closeAllConnections' in server) server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
