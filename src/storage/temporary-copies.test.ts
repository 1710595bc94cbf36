import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { localStorage } from './local.ts'
import { temporaryCopies } from './temporary-copies.ts'

test('each of many copies that are asked for at once has a file of its own', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-copied-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const storage = localStorage(folder)
  const keys = Array.from({ length: 40 }, (_, at) => `a/${at}.json`)
  for (const key of keys) await storage.put(key, key)
  await using copies = temporaryCopies(storage)
  const paths = await Promise.all(keys.map((key) => copies.of(key)))
  expect(await Promise.all(paths.map((path) => readFile(path, 'utf8')))).toEqual(keys)
})
