import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { localStorage } from '../storage/local.ts'
import { folderStateStore, storageStateStore } from './storage-state-store.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-store-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const snapshot = (sequence: number) => ({ sequence, loadId: `${sequence}.5`, state: '{"a":1}', schemas: { s: '{}' } })

test('snapshots come newest first, and each is written once', async () => {
  const store = folderStateStore(folder)
  expect(await store.read('p')).toEqual([])
  expect(
    await Promise.all([store.add('p', snapshot(1)), store.add('p', snapshot(1))]).then((all) => all.sort()),
  ).toEqual([false, true])
  for (const sequence of [2, 10]) await store.add('p', snapshot(sequence))
  expect((await store.read('p')).map(({ sequence }) => sequence)).toEqual([10, 2, 1])
  await store.prune('p', 10)
  expect(await store.read('p')).toMatchObject([snapshot(10)])
})

test('pipelines and prefixes of one storage are kept apart', async () => {
  const storage = localStorage(folder)
  const one = storageStateStore(storage, { location: 'here', prefix: 'one/' })
  const two = storageStateStore(storage, { location: 'here', prefix: 'two/' })
  await one.add('p', snapshot(1))
  await one.add('q', snapshot(2))
  expect([(await one.read('p')).length, (await one.read('q')).length, (await two.read('p')).length]).toEqual([1, 1, 0])
  expect(one.location).toBe('here')
})

test('a file that is no snapshot of this version is an error that says so', async () => {
  const store = folderStateStore(folder)
  await store.add('p', snapshot(1))
  await writeFile(join(folder, 'p/0000000002.json'), '{ "version": 2 }')
  await expect(store.read('p')).rejects.toMatchObject({
    code: 'invalid_state',
    hint: 'Upgrade tolva, or delete that file to go on from the snapshot before it.',
  })
})

test('a name that leads out of the store is refused', async () => {
  await expect(folderStateStore(folder).read('../p')).rejects.toMatchObject({ code: 'bad_name' })
})
