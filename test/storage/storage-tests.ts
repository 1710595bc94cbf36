import { createReadStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Storage } from '../../src/storage/storage.ts'

const MEGABYTE = 1024 * 1024
/** More than one page of a listing and more than one request of deletions. */
const MANY = 2_500
const ODD_KEYS = [
  'with space.txt',
  'ünïcødé/日本語.txt',
  '100%.txt',
  '%41.txt',
  'a+b.txt',
  'c#d.txt',
  'q?x=1&y=2.txt',
  "it's [odd] {really}~!$*();:@,.txt",
  '..hidden/.dot',
  'UPPER/Lower.TXT',
]

const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes)

/** What every storage must do, whatever is behind it. @param open An empty one, each time another. */
export function storageTests(open: () => Promise<Storage>): void {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tolva-storage-tests-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  describe('putting and getting', () => {
    it('gives back what was put last, and undefined for what was never put', async () => {
      const storage = await open()
      await storage.put('a/b.json', 'one')
      await storage.put('a/b.json', new TextEncoder().encode('twö'))
      expect(text(await storage.get('a/b.json'))).toBe('twö')
      expect(await storage.get('a/none.json')).toBeUndefined()
      expect(await storage.get('a')).toBeUndefined()
    })

    it('keeps an empty object and one of all bytes as they are', async () => {
      const storage = await open()
      const bytes = Uint8Array.from({ length: 1024 }, (_, n) => n % 256)
      // A view into a larger buffer: what is around it must not be put.
      await storage.put('bytes', new Uint8Array([9, ...bytes, 9]).subarray(1, 1025))
      await storage.put('empty', '')
      expect(Buffer.from((await storage.get('bytes')) ?? [])).toEqual(Buffer.from(bytes))
      expect(await storage.get('empty')).toHaveLength(0)
      expect(await storage.entries('')).toMatchObject([
        { key: 'bytes', size: 1024 },
        { key: 'empty', size: 0 },
      ])
    })

    it('takes keys with any character, and lists and deletes them', async () => {
      const storage = await open()
      for (const key of ODD_KEYS) await storage.put(key, `of ${key}`)
      expect(await storage.list('')).toEqual([...ODD_KEYS].sort())
      for (const key of ODD_KEYS) expect(text(await storage.get(key))).toBe(`of ${key}`)
      for (const key of ODD_KEYS) expect(await storage.putIfAbsent(key, 'other')).toBe(false)
      await storage.delete('%41.txt')
      expect(await storage.list('')).not.toContain('%41.txt')
      await storage.deletePrefix('')
      expect(await storage.list('')).toEqual([])
    })

    it.each(['', '/etc/passwd', '../x', 'a/../../x', 'a//b', './a', 'a\\b', 'a\0'])(
      'refuses the key %j',
      async (key) => {
        const storage = await open()
        await expect(storage.put(key, 'x')).rejects.toMatchObject({ code: 'bad_storage_key' })
        await expect(storage.get(key)).rejects.toMatchObject({ code: 'bad_storage_key' })
      },
    )

    it('reads a range and stops at the end of the object', async () => {
      const storage = await open()
      await storage.put('range', '0123456789')
      expect(text(await storage.getRange('range', 2, 3))).toBe('234')
      expect(text(await storage.getRange('range', 8, 5))).toBe('89')
      expect(await storage.getRange('range', 20, 5)).toHaveLength(0)
      expect(await storage.getRange('range', 3, 0)).toHaveLength(0)
      await expect(storage.getRange('none', 0, 1)).rejects.toMatchObject({ code: expect.anything() })
    })
  })

  describe('putting what is absent', () => {
    it('lets exactly one of many concurrent writers put it, and the one that won is what is there', async () => {
      const storage = await open()
      const wins = await Promise.all(Array.from({ length: 20 }, (_, n) => storage.putIfAbsent('once/key', `${n}`)))
      expect(wins.filter(Boolean)).toHaveLength(1)
      expect(text(await storage.get('once/key'))).toBe(`${wins.indexOf(true)}`)
      expect(await storage.list('')).toEqual(['once/key'])
    })

    it('leaves what was put otherwise, and puts again what was deleted', async () => {
      const storage = await open()
      await storage.put('key', 'first')
      expect(await storage.putIfAbsent('key', 'second')).toBe(false)
      expect(text(await storage.get('key'))).toBe('first')
      await storage.delete('key')
      expect(await storage.putIfAbsent('key', 'third')).toBe(true)
      expect(text(await storage.get('key'))).toBe('third')
    })
  })

  describe('files', () => {
    it('are copied in and out, of many megabytes in parts and empty ones too', async () => {
      const storage = await open()
      const large = join(folder, 'large')
      const bytes = new Uint8Array(21 * MEGABYTE + 7).map((_, n) => (n * 31 + (n >> 12)) % 256)
      await writeFile(large, bytes)
      await writeFile(join(folder, 'empty'), '')
      await storage.putFile('files/large', large)
      await storage.putFile('files/empty', join(folder, 'empty'))
      expect((await storage.entries('files/')).map(({ key, size }) => [key, size])).toEqual([
        ['files/empty', 0],
        ['files/large', bytes.length],
      ])
      const back = join(folder, 'back')
      await writeFile(back, 'is overwritten')
      expect(await storage.getFile('files/large', back)).toBe(true)
      expect(Buffer.compare(await readFile(back), bytes)).toBe(0)
      expect(await storage.getFile('files/empty', back)).toBe(true)
      expect((await stat(back)).size).toBe(0)
      const range = await storage.getRange('files/large', 15 * MEGABYTE, 5)
      expect(Buffer.from(range)).toEqual(Buffer.from(bytes.subarray(15 * MEGABYTE, 15 * MEGABYTE + 5)))
    })

    it('that are not there are said to be so', async () => {
      const storage = await open()
      expect(await storage.getFile('none', join(folder, 'none'))).toBe(false)
      await expect(storage.putFile('x', join(folder, 'no such file'))).rejects.toThrow('ENOENT')
      expect(await storage.list('')).toEqual([])
    })

    it('are not put, in whole or in part, once the signal aborts', async () => {
      const storage = await open()
      const large = join(folder, 'aborted')
      await writeFile(large, new Uint8Array(40 * MEGABYTE))
      await expect(storage.putFile('gone', large, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop')
      const stopping = new AbortController()
      const putting = storage.putFile('gone', large, stopping.signal)
      // By then it has begun: a file that is read has been opened.
      for await (const _ of createReadStream(large, { end: MEGABYTE })) break
      stopping.abort(new Error('stop in the middle'))
      const outcome = await putting.then(
        () => 'put',
        () => 'stopped',
      )
      const there = await storage.list('')
      expect(there).toEqual(outcome === 'put' ? ['gone'] : [])
    })

    it('are read whole, old or new, while they are written anew', async () => {
      const storage = await open()
      const sizes = [9 * MEGABYTE, 12 * MEGABYTE]
      const files = sizes.map((size, n) => ({ path: join(folder, `version ${n}`), size, byte: n + 1 }))
      for (const { path, size, byte } of files) await writeFile(path, new Uint8Array(size).fill(byte))
      await storage.putFile('turning', files[0]?.path ?? '')
      const write = async () => {
        for (const n of [1, 0, 1]) await storage.putFile('turning', files[n]?.path ?? '')
      }
      const read = async (n: number) => {
        const path = join(folder, `read ${n}`)
        for (let times = 0; times < 3; times += 1) {
          expect(await storage.getFile('turning', path)).toBe(true)
          const bytes = await readFile(path)
          const version = files.find(({ byte }) => byte === bytes[0])
          expect(bytes.length).toBe(version?.size)
          expect(bytes.every((byte) => byte === bytes[0])).toBe(true)
        }
      }
      await Promise.all([write(), read(0), read(1)])
    })
  })

  describe('listing and deleting', () => {
    it('lists keys by prefix, sorted, with size and time', async () => {
      const storage = await open()
      const before = Date.now()
      for (const key of ['l/b/2', 'l/a', 'l/b/1', 'l/bc', 'm']) await storage.put(key, key)
      expect(await storage.list('l/')).toEqual(['l/a', 'l/b/1', 'l/b/2', 'l/bc'])
      expect(await storage.list('l/b')).toEqual(['l/b/1', 'l/b/2', 'l/bc'])
      expect(await storage.list('')).toEqual(['l/a', 'l/b/1', 'l/b/2', 'l/bc', 'm'])
      expect(await storage.list('nowhere/')).toEqual([])
      const [entry] = await storage.entries('l/b/1')
      expect(entry).toMatchObject({ key: 'l/b/1', size: 5 })
      // Services tell whole seconds only.
      expect(Date.parse(entry?.modifiedAt ?? '')).toBeGreaterThan(before - 2_000)
      expect(entry?.modifiedAt).toBe(new Date(entry?.modifiedAt ?? '').toISOString())
    })

    it('deletes a key, a folder and a prefix, and does not mind what is gone', async () => {
      const storage = await open()
      for (const key of ['d/x/1', 'd/x/2', 'd/x/y/3', 'd/y1', 'd/y2', 'd/z', 'd/xx']) await storage.put(key, '')
      await storage.delete('d/z')
      await storage.delete('d/z')
      await storage.deletePrefix('d/x/')
      await storage.deletePrefix('d/y')
      await storage.deletePrefix('d/nothing/')
      expect(await storage.list('d/')).toEqual(['d/xx'])
    })

    it(`lists and deletes ${MANY} keys`, { timeout: 300_000 }, async () => {
      const storage = await open()
      const keys = Array.from({ length: MANY }, (_, n) => `many/${String(n).padStart(5, '0')}`)
      const rest = [...keys]
      const put = async () => {
        for (let key = rest.pop(); key !== undefined; key = rest.pop()) await storage.put(key, '')
      }
      await Promise.all(Array.from({ length: 16 }, put))
      expect(await storage.list('many/')).toEqual(keys)
      await storage.deletePrefix('many/0')
      expect(await storage.list('')).toEqual([])
    })
  })
}
