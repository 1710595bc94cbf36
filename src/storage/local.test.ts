import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localStorage } from './local.ts'

const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes)

describe('local storage', () => {
  let root: string
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'tolva-storage-'))
  })
  afterAll(() => rm(root, { recursive: true, force: true }))

  it('lets exactly one of many concurrent writers put an absent key', async () => {
    const storage = localStorage(root)
    const wins = await Promise.all(Array.from({ length: 20 }, (_, n) => storage.putIfAbsent('once/key', `${n}`)))
    expect(wins.filter(Boolean)).toHaveLength(1)
    expect(text(await storage.get('once/key'))).toBe(`${wins.indexOf(true)}`)
    expect(await readdir(join(root, 'once'))).toEqual(['key'])
  })

  it('lists keys by prefix, sorted, without half-written files', async () => {
    const storage = localStorage(root)
    for (const key of ['l/b/2', 'l/a', 'l/b/1', 'l/bc']) await storage.put(key, '')
    await writeFile(join(root, 'l', 'half.0123456789ab.tmp'), 'x')
    expect(await storage.list('l/')).toEqual(['l/a', 'l/b/1', 'l/b/2', 'l/bc'])
    expect(await storage.list('l/b')).toEqual(['l/b/1', 'l/b/2', 'l/bc'])
    expect(await storage.list('nowhere/')).toEqual([])
  })

  it('keeps files from other users', async () => {
    const storage = localStorage(root)
    await storage.put('private/file', 'x')
    expect((await stat(storage.localPath('private/file'))).mode & 0o077).toBe(0)
  })
})
