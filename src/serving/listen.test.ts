import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { listen } from './listen.ts'

const LOOPBACK = '127.0.0.1'

test('where no port was asked for, the next free one is taken', async () => {
  const servers = [createServer(), createServer()]
  const ports = []
  for (const server of servers) ports.push(await listen(server, { host: LOOPBACK, asked: undefined, first: 2718 }))
  expect(ports[0]).toBeGreaterThanOrEqual(2718)
  expect(ports[1]).toBeGreaterThan(ports[0] ?? 0)
  for (const server of servers) server.close()
})

test('a port that was asked for is that one, or an error', async () => {
  const first = createServer()
  const port = await listen(first, { host: LOOPBACK, asked: 0, first: 2718 })
  await expect(listen(createServer(), { host: LOOPBACK, asked: port, first: 2718 })).rejects.toMatchObject({
    code: 'port_taken',
    message: `port ${port} of 127.0.0.1 cannot be had: listen EADDRINUSE: address already in use 127.0.0.1:${port}`,
    hint: 'Leave --port out for the next free one, or name another.',
  })
  first.close()
})
