import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { World } from './world.ts'

/** A world that is served: rows by id, and what was asked for. */
export interface Served {
  readonly world: World
  /** Ids in the API's order; those that were there from the beginning are 0 or more. */
  readonly ids: number[]
  /** Attempts so far. */
  requests: number
}

export interface ModelServer {
  readonly url: string
  /** Serves a world below a path of its own. */
  serve(world: World): { readonly baseUrl: string; readonly served: Served }
  close(): Promise<void>
}

/** What an answer is about: rows, and how to come to the next ones. */
interface Answer {
  readonly ids: readonly number[]
  /** What comes next: a cursor; undefined: nothing. */
  readonly next: string | undefined
  readonly more: boolean
  readonly page?: number
}

/** A real HTTP server for worlds. @param options.delayMs Before each answer; 0 by default. */
export async function startModelServer({ delayMs = 0 }: { readonly delayMs?: number } = {}): Promise<ModelServer> {
  const worlds: Served[] = []
  const server = createServer((request, response) => {
    void readText(request).then((body) => {
      const [, number = ''] = /^\/(\d+)\//.exec(request.url ?? '') ?? []
      const served = worlds[Number(number)]
      if (served === undefined) response.writeHead(404).end()
      else if (delayMs === 0) respond(served, { request, response, body })
      else setTimeout(() => respond(served, { request, response, body }), delayMs)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  return {
    url,
    serve(world) {
      const served = { world, ids: Array.from({ length: world.rows }, (_, id) => id), requests: 0 }
      return { baseUrl: `${url}/${worlds.push(served) - 1}`, served }
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly body: string
}

function respond(served: Served, exchange: Exchange): void {
  const { world, ids } = served
  const number = served.requests++
  for (const [index, { atRequest, where }] of world.inserts.entries()) {
    if (atRequest !== number) continue
    if (where === 'end') ids.push(-1 - index)
    else ids.unshift(-1 - index)
  }
  const { response } = exchange
  response.setHeader('connection', 'close')
  const fault = world.faults.find(({ atRequest }) => atRequest === number)
  if (fault?.kind === 'drop') return void response.destroy()
  if (fault !== undefined && fault.kind !== 'cut') {
    response.statusCode = fault.kind === 'status 500' ? 500 : 429
    if (fault.kind === 'retry after') response.setHeader('retry-after', '1')
    return void response.end('{"rows":[],"error":"not now"}')
  }
  const answer = answerOf(served, exchange)
  const text = JSON.stringify(bodyOf(served, answer, exchange))
  for (const [name, value] of headersOf(served, answer, exchange)) response.setHeader(name, value)
  response.setHeader('content-length', Buffer.byteLength(text))
  if (fault === undefined) return void response.end(text)
  response.write(text.slice(0, text.length / 2), () => response.destroy())
}

function answerOf(served: Served, exchange: Exchange): Answer {
  const { kind } = served.world
  if (kind === 'offset' || kind === 'page_number' || kind === 'auto_pages') return countedAnswer(served, exchange)
  return cursorAnswer(served, exchange)
}

function countedAnswer({ world, ids }: Served, { request }: Exchange): Answer {
  const { kind, base, pageSize, broken } = world
  const query = queryOf(request)
  const asked =
    kind === 'offset'
      ? Number(query.get('offset')) / pageSize
      : Number(query.get('page') ?? (kind === 'auto_pages' ? base : Number.NaN)) - base
  const page = broken !== undefined && asked > broken.page ? broken.page : asked
  const from = page * pageSize
  return {
    ids: page < 0 ? [] : ids.slice(from, from + pageSize),
    next: undefined,
    more: (asked + 1) * pageSize < ids.length || (broken !== undefined && asked >= broken.page),
    page: asked + base,
  }
}

/** A cursor is the number of a page, the id behind which it begins, and whether an empty page came before it. */
function cursorAnswer({ world, ids }: Served, { request, body }: Exchange): Answer {
  const { pageSize, empties, broken } = world
  const cursor = cursorOf(world, request, body)
  const [page = 0, after = '', emptied = 0] = cursor?.split('_') ?? []
  const from = after === '' ? 0 : ids.indexOf(Number(after)) + 1
  if (emptied === 0 && after !== '' && empties.includes(from)) {
    return { ids: [], next: `${page}_${after}_1`, more: true }
  }
  const some = ids.slice(from, from + pageSize)
  const isLast = from + pageSize >= ids.length
  if (broken !== undefined && Number(page) >= broken.page) {
    const back = Math.max(0, Number(page) - broken.back)
    const before = Math.max(0, from - broken.back * pageSize)
    return { ids: some, next: `${back}_${before === 0 ? '' : ids[before - 1]}_1`, more: true }
  }
  return { ids: some, next: isLast ? undefined : `${Number(page) + 1}_${some.at(-1)}`, more: !isLast }
}

function cursorOf({ kind, place }: World, request: IncomingMessage, body: string): string | undefined {
  const query = queryOf(request)
  if (kind === 'auto_cursor') return query.get('cursor') ?? undefined
  if (kind !== 'cursor' && kind !== 'header_cursor') return query.get('after') ?? undefined
  if (place === 'header') return request.headers['x-after']?.toString()
  if (place === 'param') return query.get('after') ?? undefined
  return /"after":"([^"]*)"/.exec(body)?.[1]
}

function bodyOf({ world, ids }: Served, { ids: some, next, more, page }: Answer, { request }: Exchange): object {
  const { kind, showsTotal, showsMore, pageSize } = world
  const rows = some.map((id) => ({ id, tie: Math.floor(id / 3), text: 'x'.repeat(5) }))
  const link = kind === 'json_link' || kind === 'auto_json_link'
  return {
    rows,
    ...(showsTotal && { total: ids.length }),
    ...((kind === 'auto_pages' || (kind === 'page_number' && showsTotal)) && {
      pages: Math.ceil(ids.length / pageSize),
    }),
    ...(kind === 'auto_pages' && showsMore && { page }),
    ...(showsMore && { more }),
    ...(link && { next: next === undefined ? null : `${pathOf(request)}?after=${next}` }),
    ...((kind === 'cursor' || kind === 'auto_cursor') && { next: next ?? null }),
  }
}

function headersOf({ world }: Served, { next }: Answer, { request }: Exchange): readonly (readonly [string, string])[] {
  if (next === undefined) return []
  if (world.kind === 'header_cursor') return [['x-next', next]]
  const isLink = world.kind === 'header_link' || world.kind === 'auto_header_link'
  return isLink ? [['link', `<${pathOf(request)}?after=${next}>; rel="next"`]] : []
}

const queryOf = (request: IncomingMessage) => new URL(request.url ?? '/', 'http://h').searchParams
const pathOf = (request: IncomingMessage) => new URL(request.url ?? '/', 'http://h').pathname
