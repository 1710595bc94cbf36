import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'
import type { RunEvent } from '../../src/contracts/events.ts'
import { createHttpClient, type HttpClientOptions, type SendOptions } from '../../src/http/client.ts'
import type { HttpRequest } from '../../src/http/request.ts'

/** A request as a server saw it. */
export interface Arrived {
  /** Milliseconds of the server's clock. */
  readonly at: number
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** Servers on this machine, which end with the test. */
export function useServers() {
  const servers: Server[] = []
  afterEach(async () => {
    for (const server of servers.splice(0)) await closeServer(server)
  })

  async function listen(server: Server): Promise<number> {
    servers.push(server)
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    return portOf(server.address())
  }
  /** @returns its URL, and what arrived so far. */
  async function serve(answer: (request: Arrived, outgoing: ServerResponse) => void) {
    const arrived: Arrived[] = []
    const listener: RequestListener = async (incoming, outgoing) => {
      const at = performance.now()
      const chunks: Buffer[] = []
      for await (const chunk of incoming) chunks.push(chunk)
      const { method = '', url = '', headers } = incoming
      const request = { at, method, path: url, headers, body: Buffer.concat(chunks).toString() }
      arrived.push(request)
      answer(request, outgoing)
    }
    return { url: `http://127.0.0.1:${await listen(createServer(listener))}`, arrived }
  }
  return { serve, listen }
}

function portOf(address: string | AddressInfo | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
}

/** A client, what it told, and a short way to send. */
export function clientOf(options: HttpClientOptions = {}, signal = new AbortController().signal) {
  const events: RunEvent[] = []
  const lines: string[] = []
  const log = (message: string, fields?: object) => lines.push(`${message} ${JSON.stringify(fields)}`)
  const client = createHttpClient({ ...options, retry: { baseMs: 1, ...options.retry } })
  const context = {
    signal,
    logger: { debug: log, info: log, warn: log, error: log },
    now: Date.now,
    emit: (event: RunEvent) => events.push(event),
  }
  const send = (url: string, how: SendOptions & { readonly request?: Partial<HttpRequest> } = {}) =>
    client.send({ method: 'GET', url, params: [], headers: {}, ...how.request }, context, how)
  const waits = () => events.flatMap((event) => (event.type === 'waiting' ? [event] : []))
  return { send, events, lines, waits }
}

/** Everything that an error shows when it is printed, in any way. */
export function shown(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return [String(error), error.stack, JSON.stringify(error), fieldsOf(error), error.cause && shown(error.cause)].join(
    '\n',
  )
}

function fieldsOf(error: object): string {
  return Object.getOwnPropertyNames(error)
    .map((name) => `${name}: ${JSON.stringify(Reflect.get(error, name))}`)
    .join('\n')
}
