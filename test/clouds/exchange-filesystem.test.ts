import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pythonVenv } from '../../scripts/python-venv.mjs'
import { filesystem } from '../../src/destinations/filesystem/index.ts'
import { parseBucketUrl } from '../../src/storage/bucket/bucket-url.ts'
import { openBucket } from '../../src/storage/bucket/open-bucket.ts'
import { type DltProcess, startDlt } from '../interop/dlt-process.ts'
import { exchange } from '../interop/exchange.ts'
import type { MakePlace } from '../interop/place.ts'
import { readLake } from '../interop/read-lake.ts'
import { cursors } from '../interop/scenarios/cursors.ts'
import { evolutions } from '../interop/scenarios/evolutions.ts'
import { states } from '../interop/scenarios/states.ts'
import { s3Place } from './places/s3.ts'
import { usePlace } from './places/use-place.ts'

/** What a bucket has a part in; the rest is as in a local folder. */
const CHOSEN = [
  'replaces, nested',
  'keeps typed values',
  'drops a resource',
  'goes on from a cursor and knows the rows at it',
]
const chosen = [...evolutions, ...states, ...cursors].filter(({ name }) => CHOSEN.includes(name))

const cloud = usePlace(s3Place)
let folder: string
let dlt: DltProcess

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-s3-dlt-'))
  // dlt finds the credentials of the bucket in the environment.
  Object.assign(process.env, cloud().env)
  dlt = startDlt(pythonVenv('1.5.6', ['s3fs==2026.9.0']), folder)
})
afterAll(async () => {
  await dlt[Symbol.asyncDispose]()
  for (const name of Object.keys(cloud().env)) delete process.env[name]
  await rm(folder, { recursive: true, force: true })
})

/** A folder of its own in the bucket. */
const bucketPlace: MakePlace = async () => {
  const { bucketUrl, credentials } = cloud()
  const url = `${bucketUrl}/${randomUUID()}`
  const parsed = parseBucketUrl(url, '/')
  const bucket = { url: parsed, storage: await openBucket(parsed, credentials), credentials }
  return {
    ours: filesystem({ bucketUrl: url, credentials }),
    theirs: { kind: 'filesystem', url, format: 'parquet' },
    read: (dataset, since) => readLake(bucket, dataset, since),
    dropDataset: (dataset) => bucket.storage.deletePrefix(`${dataset}/`),
    [Symbol.asyncDispose]: async () => {},
  }
}

test('every chosen scenario is there', () => {
  expect(chosen.map(({ name }) => name).toSorted()).toEqual(CHOSEN.toSorted())
})

test.for(chosen.map((scenario) => [scenario.name, scenario] as const))(
  'dlt alone, tolva alone and both in turn leave the same in S3 where a pipeline %s',
  { timeout: 300_000 },
  async ([, scenario]) => {
    const differences = await exchange(scenario, bucketPlace, dlt)
    expect(differences, differences.join('\n')).toEqual([])
  },
)
