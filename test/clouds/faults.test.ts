import { connect as connectTo, createServer, type Server, type Socket } from 'node:net'
import { inspect } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import { Secret } from '../../src/config/secret.ts'
import { parseBucketUrl } from '../../src/storage/bucket/bucket-url.ts'
import type { BucketCredentials } from '../../src/storage/bucket/credentials.ts'
import { openBucket } from '../../src/storage/bucket/open-bucket.ts'
import { CLOUDS } from './places/clouds.ts'
import { usePlace } from './places/use-place.ts'

const HIDDEN = 'hidden+secret/0123456789abcdef=='

/** Every text that an error holds, printed as loggers and people print it. */
function printed(error: unknown): string {
  return [String(error), inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error)].join('\n')
}

describe.each(CLOUDS)('what $name says when something is wrong', ({ name, open }) => {
  const place = usePlace(open)
  const opened = (url: string, credentials: BucketCredentials = place().credentials) =>
    openBucket(parseBucketUrl(url, '/'), credentials)
  const thrown = async (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    )

  it('names a bucket that is not there, whatever is done', async () => {
    const scheme = place().bucketUrl.split(':')[0]
    const storage = await opened(`${scheme}://no-such-bucket/x`)
    const missing = { code: 'bucket_missing', message: `the bucket of ${scheme}://no-such-bucket/x does not exist` }
    await expect(storage.list('')).rejects.toMatchObject(missing)
    await expect(storage.put('a', 'x')).rejects.toMatchObject(missing)
    await expect(storage.putIfAbsent('a', 'x')).rejects.toMatchObject(missing)
  })

  it('names the object that is not there where a range of it is asked for', async () => {
    const storage = await opened(`${place().bucketUrl}/x`)
    await expect(storage.getRange('none', 0, 1)).rejects.toMatchObject({
      code: 'object_missing',
      retry: true,
      message: `${place().bucketUrl}/x/none is not there`,
    })
  })

  it('says that a place which does not answer cannot be reached, after some tries', async () => {
    await using own = await open()
    const storage = await openBucket(parseBucketUrl(own.bucketUrl, '/'), own.credentials)
    await storage.put('a', 'x')
    await own.stop()
    await expect(storage.get('a')).rejects.toMatchObject({
      name: 'DestinationError',
      code: 'bucket_unreachable',
      retry: true,
      context: { url: `${own.bucketUrl}/a` },
    })
    await expect(storage.list('')).rejects.toMatchObject({ code: 'bucket_unreachable' })
    await own.start()
    expect(new TextDecoder().decode(await storage.get('a'))).toBe('x')
  })

  it('knows its own object where the answer to a put of an absent key was lost', async () => {
    await using proxy = await losingProxy(new URL(place().endpoint))
    const { credentials, bucketUrl, endpoint } = place()
    const near = endpoint.replace(new URL(endpoint).host, proxy.host)
    const through: BucketCredentials =
      credentials.kind === 'azure' ? { ...credentials, accountHost: near } : { ...credentials, endpointUrl: near }
    const storage = await opened(`${bucketUrl}/lost`, through)
    await storage.put('before', 'x')
    proxy.loseNextAnswer()
    expect(await storage.putIfAbsent('once', 'mine')).toBe(true)
    expect(proxy.lost()).toBe(1)
    expect(new TextDecoder().decode(await storage.get('once'))).toBe('mine')
    expect(await storage.putIfAbsent('once', 'other')).toBe(false)
  })

  if (name === 's3') {
    it('reads anew what broke off in the middle', async () => {
      await using proxy = await losingProxy(new URL(place().endpoint))
      const { credentials, bucketUrl, endpoint } = place()
      const near = endpoint.replace(new URL(endpoint).host, proxy.host)
      const storage = await opened(`${bucketUrl}/broken`, { ...credentials, kind: 's3', endpointUrl: near })
      const bytes = new Uint8Array(3_000_000).fill(7)
      await storage.put('large', bytes)
      proxy.loseNextAnswer(1_000_000)
      const got = await storage.get('large')
      expect(proxy.lost()).toBe(1)
      expect(Buffer.compare(got ?? new Uint8Array(0), bytes)).toBe(0)
    })

    it('says that no credentials were found where there are none', async () => {
      for (const key of Object.keys(process.env).filter((one) => one.startsWith('AWS_'))) vi.stubEnv(key, undefined)
      vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
      vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere')
      vi.stubEnv('AWS_CONFIG_FILE', '/nowhere')
      const { endpoint, bucketUrl } = place()
      const storage = await opened(`${bucketUrl}/x`, { kind: 's3', endpointUrl: endpoint })
      await expect(storage.list('')).rejects.toMatchObject({ name: 'ConfigError', code: 'no_credentials' })
      vi.unstubAllEnvs()
    })

    it.each([
      { what: 'a wrong secret', fields: { secretAccessKey: new Secret(HIDDEN) } },
      { what: 'an unknown key', fields: { accessKeyId: 'unknown', secretAccessKey: new Secret(HIDDEN) } },
    ])('refuses $what without showing it', async ({ fields }) => {
      const credentials = { ...place().credentials, kind: 's3', ...fields } as const
      const storage = await opened(`${place().bucketUrl}/x`, credentials)
      for (const work of [() => storage.put('a', 'x'), () => storage.list(''), () => storage.putIfAbsent('a', 'x')]) {
        const error = await thrown(work())
        expect(error).toMatchObject({ name: 'ConfigError', code: 'bad_credentials' })
        expect(printed(error)).not.toContain(HIDDEN)
      }
    })
  }

  if (name === 'azure') {
    it.each([
      { what: 'a wrong key', fields: { accountKey: new Secret(HIDDEN) } },
      {
        what: 'a wrong token',
        fields: { accountKey: undefined, sasToken: new Secret(`?sv=2024-08-04&sig=${encodeURIComponent(HIDDEN)}`) },
      },
    ])('refuses $what without showing it', async ({ fields }) => {
      const { accountKey: _, ...known } = { accountKey: undefined, ...place().credentials }
      const given = Object.fromEntries(
        Object.entries({ ...known, ...fields }).filter(([, value]) => value !== undefined),
      )
      const storage = await opened(`${place().bucketUrl}/x`, { kind: 'azure', ...given })
      for (const work of [() => storage.put('a', 'x'), () => storage.list('')]) {
        const error = await thrown(work())
        expect(error).toMatchObject({ name: 'ConfigError' })
        expect(['bad_credentials', 'access_denied']).toContain(error instanceof Error && 'code' in error && error.code)
        expect(printed(error)).not.toContain(HIDDEN)
        expect(printed(error)).not.toContain(encodeURIComponent(HIDDEN))
      }
    })
  }
})

interface LosingProxy extends AsyncDisposable {
  readonly host: string
  /** Of the next answer so many bytes are passed on, the rest is thrown away with the connection it comes by. Default 0. */
  loseNextAnswer(bytes?: number): void
  lost(): number
}

/** Stands before a server and passes on what is said. */
async function losingProxy(target: URL): Promise<LosingProxy> {
  const sockets = new Set<Socket>()
  let losing = false
  let lost = 0
  let passed = 0
  const server: Server = createServer((client) => {
    const upstream = connectTo(Number(target.port), target.hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      socket.on('error', () => undefined)
    }
    client.pipe(upstream)
    upstream.on('data', (chunk) => {
      if (!losing) {
        client.write(chunk)
        return
      }
      const rest = passed - chunk.length
      client.write(chunk.subarray(0, Math.max(0, passed)))
      passed = rest
      if (rest > 0) return
      losing = false
      lost += 1
      client.end()
      upstream.destroy()
    })
    upstream.once('end', () => client.end())
    client.once('close', () => upstream.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    host: `127.0.0.1:${port}`,
    loseNextAnswer(bytes = 0) {
      losing = true
      passed = bytes
    },
    lost: () => lost,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
