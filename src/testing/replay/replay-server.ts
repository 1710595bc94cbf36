import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Cassette, cassetteIn, type KeptExchange, readCassette } from '../../traffic/cassette.ts'
import { type KeptBody, matchParts } from '../../traffic/kept-request.ts'

/** A server that gives recorded answers, for programs that cannot be given a `Traffic`: another language, another library. */
export interface ReplayServer extends AsyncDisposable {
  /** Base URL, in place of the recorded one. */
  readonly url: string
  /** Requests that had no recorded answer: they got 404. */
  readonly missed: readonly string[]
  close(): Promise<void>
}

/**
 * Serves a recording on a free port of this machine. Recorded hosts in its answers are replaced by its own, so links lead back to it.
 *
 * @throws ConfigError `no_cassette`, `cassette_version`, `broken_cassette`.
 */
export async function startReplayServer(folder: string): Promise<ReplayServer> {
  const cassette = cassetteIn(folder)
  const { exchanges } = await readCassette(cassette)
  const taken = new Set<KeptExchange>()
  const missed: string[] = []
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    const exchange = nextOf(exchanges, taken, { request, body })
    if (exchange === undefined) {
      missed.push(`${request.method} ${request.url}`)
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not recorded"}')
      return
    }
    taken.add(exchange)
    await answer(response, exchange, { cassette, origins: originsOf(exchanges), url: url() })
  })
  const url = () => {
    const address = server.address()
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  }
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const close = async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  return { url: url(), missed, close, [Symbol.asyncDispose]: close }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** The first answer to such a request that nobody got yet; one to the same body before others. */
function nextOf(
  exchanges: readonly KeptExchange[],
  taken: ReadonlySet<KeptExchange>,
  asked: { readonly request: IncomingMessage; readonly body: string },
): KeptExchange | undefined {
  const { method, url = '/' } = asked.request
  const wanted = matchParts({ method: method ?? 'GET', url: `http://localhost${url}`, headers: {} })
  const candidates = exchanges.filter((exchange) => {
    const { address, params } = matchParts(exchange.request)
    // What was masked is not compared, so a key that is sent here may have any value.
    const masked = new Set(
      [...new URL(exchange.request.url).searchParams].flatMap(([name, value]) => (value === '***' ? [name] : [])),
    )
    const own = wanted.params.filter(([name]) => !masked.has(name))
    return (
      !taken.has(exchange) &&
      exchange.request.method === method &&
      new URL(address).pathname === new URL(wanted.address).pathname &&
      JSON.stringify(params) === JSON.stringify(own)
    )
  })
  return candidates.find(({ request }) => textOf(request.body) === asked.body) ?? candidates[0]
}

function textOf(body: KeptBody | undefined): string {
  if (body === undefined) return ''
  if ('json' in body) return JSON.stringify(body.json)
  return 'form' in body ? new URLSearchParams(body.form.map(([name, value]) => [name, value])).toString() : body.text
}

function originsOf(exchanges: readonly KeptExchange[]): readonly string[] {
  return [...new Set(exchanges.map(({ request }) => new URL(request.url).origin))]
}

async function answer(
  response: ServerResponse,
  { outcome }: KeptExchange,
  from: { readonly cassette: Cassette; readonly origins: readonly string[]; readonly url: string },
): Promise<void> {
  if ('failure' in outcome) {
    response.destroy()
    return
  }
  const here = (text: string) => from.origins.reduce((changed, origin) => changed.replaceAll(origin, from.url), text)
  const body = outcome.body === undefined ? undefined : await from.cassette.storage.get(outcome.body)
  for (const [name, value] of Object.entries(outcome.headers)) response.setHeader(name, here(value))
  // Bytes that are no text come through unchanged.
  response.writeHead(outcome.status).end(body && Buffer.from(here(Buffer.from(body).toString('latin1')), 'latin1'))
}
