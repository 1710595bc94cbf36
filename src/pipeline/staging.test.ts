import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { duckdb } from '../destinations/duckdb/index.ts'
import { type Destination, pipeline } from '../index.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-staging-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const duck = (): Destination => {
  const { configure: _, ...destination } = duckdb({ path: join(folder, 'test.duckdb') })
  return destination
}
const files: NonNullable<Destination['files']> = {
  url: () => ({ scheme: 'file', path: folder }),
  open: () => Promise.reject(new Error('not asked for')),
}
const run = (destination: Destination, staging: Destination) =>
  pipeline({ name: 'p', destination, staging, dataDir: folder, projectDir: folder, env: {} }).run([{ id: 1 }], {
    tableName: 'rows',
  })

test('a destination that reads job files where they are written takes no staging, said before anything is read', async () => {
  await expect(run(duck(), { ...duck(), files })).rejects.toMatchObject({
    code: 'takes_no_staging',
    message: 'the destination duckdb takes its job files from nowhere else',
    hint: 'Leave staging out.',
  })
})

const taking = (formats: readonly ('jsonl' | 'parquet')[]): Destination => {
  const destination = duck()
  const staging = { formats, schemes: ['file'] as const, maxRowsWithout: 10 }
  const capabilities = { ...destination.capabilities, staging }
  return {
    ...destination,
    capabilities,
    stagedAt: (_, both) => ({ ...destination, capabilities: { ...capabilities, formats: both } }),
  }
}

test('a staging destination must keep files', async () => {
  await expect(run(taking(['parquet']), { ...duck(), name: 'other' })).rejects.toMatchObject({
    code: 'no_place_for_files',
    message: 'the destination other is no place for files',
  })
})

test('job files are written in the first format of the destination that the staging destination holds too', async () => {
  const staging = {
    ...duck(),
    type: 'dlt.destinations.filesystem',
    name: 'stage',
    options: { bucketUrl: folder },
    files,
  }
  await expect(run(taking([]), staging)).rejects.toMatchObject({ code: 'no_staging_format' })
  const destination = taking(['jsonl', 'parquet'])
  const both = { name: 'q', destination, staging, dataDir: folder, projectDir: folder, env: {} }
  const staged = pipeline(both)
  await staged.prepare([{ id: 1 }], { tableName: 'rows' })
  const state = await staged.state()
  expect([state.staging_type, state.staging_name, state._local.staging_options]).toEqual([
    'dlt.destinations.filesystem',
    'stage',
    { bucketUrl: folder },
  ])
})
