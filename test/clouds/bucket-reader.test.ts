import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { duckDbExtensions } from '../../scripts/duckdb-extensions.mjs'
import { bucketReader } from '../../src/duckdb/bucket-reader.ts'
import type { DuckDbConnection } from '../../src/duckdb/connection.ts'
import { connectScratch } from '../../src/duckdb/scratch.ts'
import { silentLogger } from '../../src/log/logger.ts'
import type { Bucket } from '../../src/storage/bucket/bucket.ts'
import { parseBucketUrl } from '../../src/storage/bucket/bucket-url.ts'
import { openBucket } from '../../src/storage/bucket/open-bucket.ts'
import { CLOUDS } from './places/clouds.ts'
import { usePlace } from './places/use-place.ts'

const KEYS = [
  't/1.jsonl',
  't/with space.jsonl',
  't/ü+%41&=,;.jsonl',
  't/a#b.jsonl',
  't/q?x=1.jsonl',
  't/[star*].jsonl',
  "t/it's.jsonl",
]

describe.each(CLOUDS)('a DuckDB connection that reads a bucket of $name', ({ name, open }) => {
  const place = usePlace(open)
  let folder: string
  let connection: DuckDbConnection
  let bucket: Bucket
  beforeAll(async () => {
    duckDbExtensions('httpfs', 'azure')
    folder = await mkdtemp(join(tmpdir(), 'tolva-reader-'))
    connection = await connectScratch(join(folder, 'scratch'))
    const { bucketUrl, credentials } = place()
    const url = parseBucketUrl(`${bucketUrl}/the lake`, '/')
    bucket = { url, credentials, storage: await openBucket(url, credentials) }
    for (const [index, key] of KEYS.entries()) await bucket.storage.put(key, `{"a":${index}}\n`)
  })
  afterAll(async () => {
    await connection?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  async function valuesOf(names: readonly string[]): Promise<unknown[]> {
    const list = names.map((one) => `'${one.replaceAll("'", "''")}'`).join(', ')
    const rows = await connection.rows(`SELECT a FROM read_json([${list}], format = 'nd') ORDER BY a`)
    return rows.map(([value]) => Number(value))
  }

  it('reads just the keys it was given, whatever characters are in them', async () => {
    await using reader = await bucketReader(connection, bucket)
    expect(await valuesOf(await reader.namesOf(KEYS))).toEqual(KEYS.map((_, index) => index))
    for (const [index, key] of KEYS.entries()) expect(await valuesOf(await reader.namesOf([key]))).toEqual([index])
  })

  it('reads Parquet', async () => {
    const file = join(folder, 'rows.parquet')
    await connection.execute(`COPY (SELECT range AS a FROM range(300000)) TO '${file}' (FORMAT parquet)`)
    await bucket.storage.putFile('rows.parquet', file)
    await using reader = await bucketReader(connection, bucket)
    const [key] = await reader.namesOf(['rows.parquet'])
    expect(await connection.rows(`SELECT count(*), sum(a) FROM read_parquet('${key}')`)).toEqual([
      [300_000n, 44_999_850_000n],
    ])
  })

  if (name === 'gcs') {
    it('copies files where there is no HMAC key, and says so', async () => {
      const said: string[] = []
      const logger = { ...silentLogger, info: (message: string) => void said.push(message) }
      await using reader = await bucketReader(connection, bucket, { logger })
      const [copy] = await reader.namesOf(['t/1.jsonl'])
      expect(copy).toMatch(/\.jsonl$/)
      expect(said).toEqual(['bucket is read by copies of its files'])
    })
  } else {
    it('reads where the files are, and forgets the credentials with the reader', async () => {
      const reader = await bucketReader(connection, bucket)
      const names = await reader.namesOf(['t/1.jsonl'])
      expect(names[0]).toMatch(/^(s3|az):\/\//)
      expect(await valuesOf(names)).toEqual([0])
      await reader[Symbol.asyncDispose]()
      expect(await connection.rows('SELECT name FROM duckdb_secrets()')).toEqual([])
    })
  }

  if (name === 's3') {
    it('finds keys where the tools of the vendor have them', async () => {
      const { endpoint, env } = place()
      vi.stubEnv('AWS_ACCESS_KEY_ID', env.DESTINATION__FILESYSTEM__CREDENTIALS__AWS_ACCESS_KEY_ID)
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', env.DESTINATION__FILESYSTEM__CREDENTIALS__AWS_SECRET_ACCESS_KEY)
      vi.stubEnv('AWS_REGION', env.DESTINATION__FILESYSTEM__CREDENTIALS__REGION_NAME)
      const credentials = { kind: 's3', endpointUrl: endpoint } as const
      const storage = await openBucket(bucket.url, credentials)
      await using reader = await bucketReader(connection, { url: bucket.url, storage, credentials })
      expect(await storage.list('t/1')).toEqual(['t/1.jsonl'])
      expect(await valuesOf(await reader.namesOf(['t/1.jsonl']))).toEqual([0])
      vi.unstubAllEnvs()
    })
  }
})
