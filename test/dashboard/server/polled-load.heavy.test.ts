import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { Place } from '../worlds/world.ts'
import { still } from '../worlds/world.ts'
import { type Served, serveWorld } from './served.ts'

const CHILD = join(import.meta.dirname, 'loading-child.ts')
const OF = '/pipelines/shop'
const ROUTES: readonly (readonly [string, unknown?])[] = [
  ['/row-counts'],
  ['/table-rows', { table: 'orders', order: [{ column: 'note', direction: 'desc' }] }],
  ['/table-count', { table: 'orders', where: [{ column: 'note', operator: 'contains', value: '9' }] }],
  ['/query', { sql: 'select note, count(*) from orders group by all order by all' }],
  // Takes its second.
  ['/query', { sql: 'select count(*) from range(9000) a, range(9000) b where a.range * b.range % 7 = 3' }],
  ['/loads'],
  ['/tables/orders/profile'],
  ['/checks'],
]

/** A run in a process of its own; gives the milliseconds that it took. */
async function load({ folder, dataDir }: Place): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, folder, dataDir])
  return Number(stdout)
}

/** Asks all that asks the database, over and over, as some tabs at once; gives how often which status came. */
async function poll({ api }: Served, until: Promise<unknown>): Promise<Readonly<Record<number, number>>> {
  const statuses: Record<number, number> = {}
  let isOver = false
  const over = () => {
    isOver = true
  }
  until.then(over, over)
  const tab = async (from: number) => {
    for (let at = from; !isOver; at += 1) {
      const [path = '', body] = ROUTES[at % ROUTES.length] ?? []
      const { status } = await api(OF + path, { body })
      statuses[status] = (statuses[status] ?? 0) + 1
    }
  }
  await Promise.all([0, 2, 4, 6].map(tab))
  return statuses
}

test('a load goes on while all that asks its file is asked in a loop', async () => {
  await using served = await serveWorld(async (place) => {
    await load(place)
    return still('a run', 'shop')
  })
  const alone = await load(served.place)
  const loading = load(served.place)
  const statuses = await poll(served, loading)
  const polled = await loading
  expect(Object.keys(statuses).filter((status) => !['200', '409'].includes(status))).toEqual([])
  expect(statuses[200]).toBeGreaterThan(10)
  expect(polled).toBeLessThan(3 * alone + 25_000)
  expect(served.unexpected).toEqual([])
})
