import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectScratch } from '../../src/duckdb/scratch.ts'
import { pipeline } from '../../src/index.ts'
import { files, filesystem, filesystemSource } from '../../src/sources/filesystem/index.ts'
import { parseBucketUrl } from '../../src/storage/bucket/bucket-url.ts'
import { openBucket } from '../../src/storage/bucket/open-bucket.ts'
import { azurePlace } from './places/azure.ts'
import { gcsPlace } from './places/gcs.ts'
import { s3Place } from './places/s3.ts'
import { usePlace } from './places/use-place.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-files-source-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (name: string) =>
  pipeline({ name, destination: 'duckdb', dataset: 'd', projectDir: folder, dataDir: folder })

async function ids(of: ReturnType<typeof open>, table: string): Promise<readonly number[]> {
  return (await of.dataset().table(table).rows()).map(({ id }) => Number(id)).sort((a, b) => a - b)
}

describe.each([
  { name: 's3', place: s3Place },
  { name: 'gcs', place: gcsPlace },
  { name: 'azure', place: azurePlace },
])('files in $name', ({ name, place: openPlace }) => {
  const place = usePlace<Awaited<ReturnType<typeof openPlace>>>(openPlace)

  it('are listed and read like those of a folder, each once', async () => {
    const { bucketUrl: bucket, credentials } = place()
    const bucketUrl = `${bucket}/source`
    const storage = await openBucket(parseBucketUrl(bucketUrl, folder), credentials)
    await using duckDb = await connectScratch(folder)
    const parquet = join(folder, 'x.parquet')
    await duckDb.execute(`COPY (SELECT range::INTEGER AS id FROM range(3)) TO '${parquet}'`)
    await storage.put('in/a.jsonl', '{"id": 1}\n{"id": 2}\n')
    await storage.put('in/b.csv.gz', gzipSync('id,name\n1,x\n2,y\n'))
    await storage.putFile('in/deep/c.parquet', parquet)
    const of = open(name)
    const place3 = { bucketUrl, credentials }
    const events = () =>
      files({ ...place3, name: 'events', fileGlob: '**/*.jsonl', incremental: { cursorPath: 'modification_date' } })
    await of.run([
      events(),
      files({ ...place3, name: 'people', fileGlob: 'in/*.csv.gz' }),
      files({ ...place3, name: 'facts', fileGlob: 'in/**/*.parquet' }),
      filesystem({ ...place3, fileGlob: '**' }),
    ])
    expect(await ids(of, 'events')).toEqual([1, 2])
    expect(await ids(of, 'people')).toEqual([1, 2])
    expect(await ids(of, 'facts')).toEqual([0, 1, 2])
    const listed = await of.dataset().table('filesystem').rows()
    expect(listed.map(({ file_url: url }) => url)).toContain(storage.urlOf('in/deep/c.parquet'))
    await storage.put('in/d.jsonl', '{"id": 3}\n')
    await of.run(events())
    expect(await ids(of, 'events')).toEqual([1, 2, 3])
  })

  it('are read with the credentials of the configuration', async () => {
    const { bucketUrl: bucket, credentials, env } = place()
    const bucketUrl = `${bucket}/configured`
    const storage = await openBucket(parseBucketUrl(bucketUrl, folder), credentials)
    await storage.put('a.jsonl', '{"id": 7}\n')
    const names = Object.entries(env).map(([key, value]) => [key.replace('DESTINATION__', 'SOURCES__'), value] as const)
    for (const [key, value] of names) process.env[key] = value
    try {
      const of = open(`${name}_configured`)
      await of.run(filesystemSource({ bucketUrl, resources: [{ name: 'events', fileGlob: '*.jsonl' }] }))
      expect(await ids(of, 'events')).toEqual([7])
    } finally {
      for (const [key] of names) delete process.env[key]
    }
  })
})
