// node server.ts DATA.jsonl [LATENCY_MS]: a REST API with latency, in a process of its own. Prints its port.
// `/issues?cursor=N` pages of 100 documents; `/parents?cursor=N` pages of 100 ids; `/detail/:id` one document;
// `/stats` what was asked since the last `/reset`.
import { createReadStream } from 'node:fs'
import http from 'node:http'
import { createInterface } from 'node:readline'

const PAGE = 100
const PARENTS = 2000

const [file = '', latency = '5'] = process.argv.slice(2)
const pages: Buffer[] = []
const details: string[] = []
let lines: string[] = []
for await (const line of createInterface({ input: createReadStream(file) })) {
  if (details.length < PARENTS) details.push(line)
  lines.push(line)
  if (lines.length === PAGE) pages.push(pageOf(lines.splice(0)))
}
if (lines.length > 0) pages.push(pageOf(lines))
lines = []

function pageOf(documents: readonly string[]): Buffer {
  return Buffer.from(`{"data":[${documents.join(',')}],"next_cursor":"${pages.length + 1}"}`)
}

/** When each request came, in milliseconds since 1970. */
let asked: number[] = []
let open = 0
let mostOpen = 0

function bodyFor({ pathname, searchParams }: URL): Buffer | string | undefined {
  const cursor = Number(searchParams.get('cursor') ?? 0)
  if (pathname === '/issues') {
    const page = pages[cursor]
    return cursor + 1 === pages.length ? page?.toString().replace(/"next_cursor":"\d+"}$/, '"next_cursor":null}') : page
  }
  if (pathname === '/parents') {
    const data = Array.from({ length: PAGE }, (_, index) => ({ id: cursor * PAGE + index }))
    const isLast = (cursor + 1) * PAGE >= details.length
    return JSON.stringify({ data, next_cursor: isLast ? null : String(cursor + 1) })
  }
  return pathname.startsWith('/detail/') ? details[Number(pathname.slice('/detail/'.length))] : undefined
}

const server = http.createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (url.pathname === '/stats') return void response.end(JSON.stringify({ asked, mostOpen }))
  if (url.pathname === '/reset') {
    asked = []
    mostOpen = 0
    return void response.end('{}')
  }
  asked.push(performance.timeOrigin + performance.now())
  open += 1
  mostOpen = Math.max(mostOpen, open)
  const body = bodyFor(url)
  setTimeout(() => {
    open -= 1
    if (body === undefined) return void response.writeHead(404).end('{}')
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body)
  }, Number(latency))
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(typeof address === 'object' ? address?.port : '')
})
