import { createServer } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { pipelineAt } from '../worlds/chatbot-world.ts'
import { still } from '../worlds/world.ts'
import { serveWorld } from './served.ts'

afterEach(() => vi.unstubAllEnvs())

test('loads of this machine are told at once where the destination takes connections and says nothing', async () => {
  const silent = createServer(() => {})
  const port = await new Promise<number>((resolve) =>
    silent.listen(0, '127.0.0.1', () => {
      const address = silent.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    }),
  )
  vi.stubEnv('DESTINATION__POSTGRES__CREDENTIALS', `postgresql://a:b@127.0.0.1:${port}/c`)
  await using served = await serveWorld(async (place) => {
    await pipelineAt(place, 0, { name: 'shop', destination: 'postgres' }).prepare([{ id: 1 }], { tableName: 'orders' })
    return still('a package that waits', 'shop')
  })
  // The first answer loads what answers.
  await served.api('/pipelines/shop/loads')
  const began = performance.now()
  const { status, json } = await served.api('/pipelines/shop/loads')
  expect(performance.now() - began).toBeLessThan(8_000)
  expect([status, json.loads.length]).toEqual([200, 1])
  expect(json.problem).toMatchObject({
    code: 'destination_slow',
    message: 'the destination did not answer within 1 second',
  })
  const longer = await served.api('/pipelines/shop/loads?wait=2')
  expect(longer.json.problem.message).toBe('the destination did not answer within 2 seconds')
  expect((await served.api('/pipelines/shop/loads?wait=100')).status).toBe(400)
  silent.close()
})
