import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { postgres } from '../../src/destinations/postgres/index.ts'
import { pipeline, type RunEvent, resource } from '../../src/index.ts'
import { NO_POSTGRES } from '../postgres/database.ts'
import { type OwnServer, ownServer } from '../postgres/own-server.ts'
import { proxyTo, type Verdict } from '../postgres/proxy.ts'

let folder = ''
let server: OwnServer | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-pg-restart-'))
  server = await ownServer()
})
beforeEach(({ skip }) => {
  if (server === undefined) skip(NO_POSTGRES)
})
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

function own(): OwnServer {
  if (server === undefined) throw new Error(NO_POSTGRES)
  return server
}

const shop = (url: string, dataset: string) =>
  pipeline({
    name: `${dataset}_shop`,
    destination: postgres(url),
    dataset,
    dataDir: folder,
    projectDir: folder,
    env: {},
  })

const ROWS = 20_000
const orders = () =>
  resource(
    { name: 'orders' },
    Array.from({ length: ROWS }, (_, id) => ({ id, text: 'x'.repeat(90), ...(id % 100 === 0 && { items: [id] }) })),
  )

const COUNTS = (dataset: string) => `SELECT (SELECT count(*) FROM ${dataset}.orders)::int AS orders,
  (SELECT count(*) FROM ${dataset}.orders__items)::int AS items, (SELECT count(*) FROM ${dataset}._dlt_loads)::int AS loads`

describe('A PostgreSQL', () => {
  test.each(['fast', 'immediate'] as const)(
    'that is stopped (%s) in the middle of a load is waited for',
    async (how) => {
      const { url, stop, start, query } = own()
      await shop(url, how).run(orders())
      const halfWay = Promise.withResolvers<void>()
      const go = Promise.withResolvers<void>()
      let sent = 0
      await using proxy = await proxyTo(url, {
        async toServer(data): Promise<Verdict> {
          sent += data.length
          if (sent > 1_000_000) halfWay.resolve()
          if (sent > 1_000_000) await go.promise
          return 'pass'
        },
      })
      const waits: RunEvent[] = []
      const again = Promise.withResolvers<void>()
      const run = shop(proxy.url, how).run(orders(), {
        onEvent(event) {
          if (event.type !== 'waiting') return
          waits.push(event)
          if (waits.length === 2) again.resolve()
        },
      })
      await Promise.race([halfWay.promise, run])
      await stop(how)
      go.resolve()
      // The second wait says that there was an attempt while the server was down.
      await Promise.race([again.promise, run])
      await start()
      await run
      expect(waits[0]).toMatchObject({ why: expect.stringMatching(/terminat|connection|shut/i) })
      expect(await query(COUNTS(how))).toEqual([{ orders: 2 * ROWS, items: ROWS / 50, loads: 2 }])
    },
  )

  test('that is not there is an error that says where, and the next run goes on with what was prepared', async () => {
    const { url, stop, start, query } = own()
    await shop(url, 'down').prepare(orders())
    await stop('fast')
    await expect(shop(url, 'down').load()).rejects.toMatchObject({
      code: 'connection_lost',
      message: expect.stringMatching(
        /^no connection to postgresql:\/\/tolva:\*\*\*@127\.0\.0\.1:\d+\/postgres: connect ECONNREFUSED/,
      ),
      hint: expect.stringContaining('Check host and port, and that the server is up'),
    })
    await start()
    await shop(url, 'down').load()
    expect(await query(COUNTS('down'))).toEqual([{ orders: ROWS, items: ROWS / 100, loads: 1 }])
  })
})
