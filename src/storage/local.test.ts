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

  it('gives back what was put last, and undefined for what was never put', async () => {
    const storage = localStorage(root)
    await storage.put('a/b.json', 'one')
    await storage.put('a/b.json', new TextEncoder().encode('two'))
    expect(text(await storage.get('a/b.json'))).toBe('two')
    expect(await storage.get('a/none.json')).toBeUndefined()
    expect(await storage.get('a')).toBeUndefined()
  })

  it('lets exactly one of many concurrent writers put an absent key', async () => {
    const storage = localStorage(root)
    const wins = await Promise.all(Array.from({ length: 20 }, (_, n) => storage.putIfAbsent('once/key', `${n}`)))
    expect(wins.filter(Boolean)).toHaveLength(1)
    expect(text(await storage.get('once/key'))).toBe(`${wins.indexOf(true)}`)
    expect(await readdir(join(root, 'once'))).toEqual(['key'])
  })

  it('reads a range and stops at the end of the file', async () => {
    const storage = localStorage(root)
    await storage.put('range', '0123456789')
    expect(text(await storage.getRange('range', 2, 3))).toBe('234')
    expect(text(await storage.getRange('range', 8, 5))).toBe('89')
  })

  it('lists keys by prefix, sorted, without half-written files', async () => {
    const storage = localStorage(root)
    for (const key of ['l/b/2', 'l/a', 'l/b/1', 'l/bc']) await storage.put(key, '')
    await writeFile(join(root, 'l', 'half.0123456789ab.tmp'), 'x')
    expect(await storage.list('l/')).toEqual(['l/a', 'l/b/1', 'l/b/2', 'l/bc'])
    expect(await storage.list('l/b')).toEqual(['l/b/1', 'l/b/2', 'l/bc'])
    expect(await storage.list('nowhere/')).toEqual([])
  })

  it('deletes a key, a folder and a prefix, and does not mind what is gone', async () => {
    const storage = localStorage(root)
    for (const key of ['d/x/1', 'd/x/2', 'd/y1', 'd/y2', 'd/z']) await storage.put(key, '')
    await storage.delete('d/z')
    await storage.delete('d/z')
    await storage.deletePrefix('d/x/')
    await storage.deletePrefix('d/y')
    expect(await storage.list('d/')).toEqual([])
  })

  it('keeps files from other users', async () => {
    const storage = localStorage(root)
    await storage.put('private/file', 'x')
    expect((await stat(storage.localPath('private/file'))).mode & 0o077).toBe(0)
  })

  it.each(['', '/etc/passwd', '../x', 'a/../../x', 'a//b', './a', 'a\\b', 'a\0'])('refuses the key %j', async (key) => {
    await expect(localStorage(root).put(key, 'x')).rejects.toMatchObject({ code: 'bad_storage_key' })
    await expect(localStorage(root).get(key)).rejects.toMatchObject({ code: 'bad_storage_key' })
  })
})
