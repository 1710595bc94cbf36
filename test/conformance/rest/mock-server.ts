import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { isDeepStrictEqual } from 'node:util'
import type { ExpectedRequest, Respond, RestCase, Route } from './rest-case.ts'

export interface MockServer {
  /** `http://MOCK` and `http://MOCK2` replaced by this server's two names, at any depth. */
  localize(value: unknown): unknown
  /** The other way round. */
  delocalize(value: unknown): unknown
  /** What came in since the last call, as cases write it down. */
  takeRequests(): ExpectedRequest[]
  close(): Promise<void>
}

/** Starts a server that answers by a case's routes. */
export async function startMockServer(server: RestCase['server']): Promise<MockServer> {
  const uses = new Map<Route, number>()
  let requests: ExpectedRequest[] = []
  const http = createServer((incoming, outgoing) => {
    readAll(incoming).then((body) => {
      const request = recorded(incoming, body)
      requests.push(request)
      const route = server.routes.find((candidate) => {
        const used = uses.get(candidate) ?? 0
        return used < (candidate.times ?? Number.POSITIVE_INFINITY) && matches(candidate, incoming, request)
      })
      if (route !== undefined) uses.set(route, (uses.get(route) ?? 0) + 1)
      answer(route?.respond ?? server.fallback, outgoing)
    })
  })
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  const address = http.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const localize = (text: string) =>
    text.replaceAll('http://MOCK2', `http://localhost:${port}`).replaceAll('http://MOCK', `http://127.0.0.1:${port}`)

  function answer(respond: Respond, outgoing: ServerResponse): void {
    if (respond.drop) {
      outgoing.socket?.destroy()
      return
    }
    const send = () => {
      for (const [name, value] of Object.entries(respond.headers)) outgoing.setHeader(name, localize(value))
      if (respond.text === undefined) outgoing.setHeader('content-type', 'application/json')
      outgoing.statusCode = respond.status
      const body = respond.text ?? (respond.json === undefined ? '' : JSON.stringify(respond.json))
      outgoing.end(localize(body))
    }
    if (respond.delay_ms === undefined) send()
    else setTimeout(send, respond.delay_ms)
  }

  return {
    localize: (value) => JSON.parse(localize(JSON.stringify(value ?? null))),
    delocalize: (value) => delocalized(value, port),
    takeRequests() {
      const taken = requests
      requests = []
      return taken
    },
    async close() {
      http.closeAllConnections()
      await new Promise((done) => http.close(done))
    },
  }
}

/** Texts only, so that numbers beyond 2^53 stay what they are. */
function delocalized(value: unknown, port: number): unknown {
  if (typeof value === 'string') {
    return value
      .replaceAll(`http://localhost:${port}`, 'http://MOCK2')
      .replaceAll(`http://127.0.0.1:${port}`, 'http://MOCK')
  }
  if (Array.isArray(value)) return value.map((item) => delocalized(item, port))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, delocalized(item, port)]))
}

async function readAll(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function recorded(incoming: IncomingMessage, body: string): ExpectedRequest {
  const [path = '', ...query] = (incoming.url ?? '').split('?')
  const headers = Object.entries(incoming.headers).flatMap(([name, value]) => {
    const isOwn = ['authorization', 'cookie', 'content-type'].includes(name) || name.startsWith('x-')
    const isAgent = name === 'user-agent' && !String(value).startsWith('tolva/')
    return isOwn || isAgent ? [[name, String(value)]] : []
  })
  return {
    method: incoming.method ?? '',
    path,
    query: [...new URLSearchParams(query.join('?'))],
    headers: Object.fromEntries(headers),
    body: recordedBody(body, incoming.headers['content-type'] ?? ''),
    ...(incoming.headers.host?.startsWith('localhost') ? { host: 'MOCK2' } : {}),
  }
}

function recordedBody(body: string, contentType: string): unknown {
  if (body === '') return null
  if (contentType.includes('json')) return { json: JSON.parse(body) }
  if (contentType.includes('form')) return { form: [...new URLSearchParams(body)] }
  return { text: body }
}

function matches({ match }: Route, incoming: IncomingMessage, request: ExpectedRequest): boolean {
  if (match.method !== undefined && match.method !== request.method) return false
  if (match.path !== undefined && match.path !== request.path) return false
  const valuesOf = (name: string) => request.query.filter(([key]) => key === name).map(([, value]) => value)
  const query = Object.entries(match.query).every(([name, wanted]) =>
    isDeepStrictEqual(valuesOf(name), [wanted].flat()),
  )
  const headers = Object.entries(match.headers).every(
    ([name, wanted]) => incoming.headers[name.toLowerCase()] === wanted,
  )
  const absent =
    match.query_absent.every((name) => valuesOf(name).length === 0) &&
    match.header_absent.every((name) => incoming.headers[name.toLowerCase()] === undefined)
  return (
    query && headers && absent && (match.json === undefined || isDeepStrictEqual(request.body, { json: match.json }))
  )
}
