// node pure.ts URL pages|parents CONNECTIONS: reads and parses every answer, and does nothing with it: the floor of any client.
import { Agent, request } from 'undici'
import { secondsSinceFirst } from './seconds-since-first.ts'

const [base = '', shape = '', connections = '1'] = process.argv.slice(2)
const dispatcher = new Agent({ connections: Number(connections) })

async function get(path: string): Promise<unknown> {
  const { body } = await request(base + path, { dispatcher })
  return JSON.parse(await body.text())
}

async function* pages(path: string): AsyncGenerator<readonly unknown[]> {
  for (let cursor: unknown = '0'; cursor !== null; ) {
    const page = await get(`${path}?cursor=${String(cursor)}`)
    if (typeof page !== 'object' || page === null || !('data' in page) || !Array.isArray(page.data)) return
    yield page.data
    cursor = 'next_cursor' in page ? page.next_cursor : null
  }
}

let rows = 0
if (shape === 'pages') for await (const page of pages('/issues')) rows += page.length
else {
  for await (const page of pages('/parents')) {
    const ids = page.map((row) => (typeof row === 'object' && row !== null && 'id' in row ? row.id : undefined))
    const worker = async () => {
      for (let id = ids.shift(); id !== undefined; id = ids.shift()) if (await get(`/detail/${String(id)}`)) rows += 1
    }
    await Promise.all(Array.from({ length: Number(connections) }, worker))
  }
}
const wallS = await secondsSinceFirst(base)
const { user, system } = process.cpuUsage()
console.log(JSON.stringify({ wallS, rows, cpuS: (user + system) / 1e6, versions: { node: process.versions.node } }))
