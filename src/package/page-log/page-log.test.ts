import { appendFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Page } from '../../contracts/page.ts'
import { decimal, float, naive } from '../../values/wrappers.ts'
import { workingFolder } from '../working-folder.ts'
import { openPageLog, type PageLogOptions } from './page-log.ts'
import type { StreamLog } from './stream-log.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tolva-page-log-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

const offs: string[] = []
const open = (options: Partial<PageLogOptions> = {}) =>
  openPageLog(workingFolder('p', { dataDir }), 'source', {
    now: Date.now,
    onOff: (resource, why) => offs.push(`${resource}: ${why}`),
    ...options,
  })

const page = (n: number): Page<unknown> => ({ rows: [{ n }], position: { next: n } })

async function write(stream: StreamLog, pages: readonly Page<unknown>[], part = ''): Promise<void> {
  let position: unknown
  for (const [n, one] of pages.entries()) {
    await stream.append(part, { pages: n, position }, { page: one, state: undefined })
    position = one.position
  }
}

async function read(stream: StreamLog, part = '', from = { pages: 0, position: undefined as unknown }) {
  const pages: Page<unknown>[] = []
  for await (const logged of stream.replay(part, from)) pages.push(logged.page)
  return pages
}

async function logFiles(): Promise<readonly string[]> {
  const folder = join(dataDir, 'pipelines', 'p', 'log')
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name))
}

describe('the page log', () => {
  it('gives back pages of every form as they were', async () => {
    const pages: readonly Page<unknown>[] = [
      { bytes: Buffer.from('{"data":[1]}'), selector: 'data', position: 1 },
      { bytes: Buffer.from('1\n2\n'), format: 'jsonl', table: 't', position: 2 },
      { file: '/data/x.csv', format: 'csv', addDltLoadId: true, position: 3 },
      { arrow: Buffer.from('arrow'), position: 4 },
      { rows: [{ id: 1 }], readBytes: 512, position: 5 },
      { rows: [], materialize: true, position: { next: null } },
    ]
    const log = await open()
    await write(await log.stream(['users'], 'k'), pages)
    await log.close()
    const found = await read(await (await open()).stream(['users'], 'k'))
    expect(found.map((one) => ('bytes' in one ? { ...one, bytes: Buffer.from(one.bytes) } : one))).toEqual(
      pages.map((one) => ('arrow' in one ? { ...one, arrow: new Uint8Array(one.arrow) } : one)),
    )
  })

  it('keeps the types of values that JSON has no words for', async () => {
    const rows = [
      {
        d: decimal('1.50'),
        f: float(2),
        n: naive('2024-01-02T03:04:05'),
        at: new Date(0),
        big: 2n ** 60n,
        b: Buffer.from('x'),
      },
    ]
    const log = await open()
    await write(await log.stream(['users'], 'k'), [{ rows, position: 1 }])
    await log.close()
    const [found] = await read(await (await open()).stream(['users'], 'k'))
    const [row] = found && 'rows' in found ? found.rows : []
    expect(row).toMatchObject({ d: decimal('1.50'), n: naive('2024-01-02T03:04:05'), big: 2n ** 60n })
    expect(JSON.stringify(row, (_key, value) => (typeof value === 'bigint' ? `${value}` : value))).not.toContain(
      '"f":"',
    )
  })

  it.each([1, 7, 40])(
    'forgets the last entry where a process was killed while it wrote: %i bytes are missing',
    async (missing) => {
      const log = await open()
      await write(await log.stream(['users'], 'k'), [page(1), page(2), page(3)])
      await log.close()
      const [file = ''] = await logFiles()
      await truncate(file, (await stat(file)).size - missing)
      const again = await open()
      const stream = await again.stream(['users'], 'k')
      expect(await read(stream)).toEqual([page(1), page(2)])
      await stream.append('', { pages: 2, position: { next: 2 } }, { page: page(3), state: undefined })
      await again.close()
      expect(await read(await (await open()).stream(['users'], 'k'))).toEqual([page(1), page(2), page(3)])
    },
  )

  it('stops at content that is not what was written, and at garbage behind it', async () => {
    const log = await open()
    await write(await log.stream(['users'], 'k'), [page(1), page(2), page(3)])
    await log.close()
    const [file = ''] = await logFiles()
    const text = await readFile(file, 'latin1')
    await writeFile(file, text.replace('{"n":2}', '{"n":7}'), 'latin1')
    await appendFile(file, Buffer.alloc(100, 255))
    expect(await read(await (await open()).stream(['users'], 'k'))).toEqual([page(1)])
  })

  it('gives nothing that does not follow on from where the run stands', async () => {
    const log = await open()
    await write(await log.stream(['users'], 'k'), [page(1), page(2), page(3)])
    await log.close()
    const from = async (pages: number, next: number) =>
      read(await (await open()).stream(['users'], 'k'), '', { pages, position: { next } })
    expect(await from(1, 1)).toEqual([page(2), page(3)])
    expect(await from(1, 5)).toEqual([])
    expect(await from(4, 4)).toEqual([])
  })

  it('is deleted where its key is another, where it is a day old, and when all is sealed', async () => {
    const log = await open()
    await write(await log.stream(['users'], 'k'), [page(1)])
    await log.close()
    expect(await read(await (await open()).stream(['users'], 'other'))).toEqual([])
    expect(await logFiles()).toEqual([])
    const fresh = await open()
    await write(await fresh.stream(['users'], 'k'), [page(1)])
    await fresh.close()
    const late = await open({ now: () => Date.now() + 25 * 3_600_000 })
    expect(await read(await late.stream(['users'], 'k'))).toEqual([])
    const last = await open()
    await write(await last.stream(['users'], 'k'), [page(1)])
    await last.finish()
    expect(await readdir(join(dataDir, 'pipelines', 'p'))).toEqual([])
  })

  it('keeps of a sealed part what is still needed, in a file of its own for each segment', async () => {
    const log = await open()
    const stream = await log.stream(['users'], 'k')
    await write(stream, [page(1), page(2)])
    await log.rotate((_path, _part, n) => n >= 1)
    expect(await logFiles()).toHaveLength(1)
    await stream.append('', { pages: 2, position: { next: 2 } }, { page: page(3), state: undefined })
    await log.rotate((_path, _part, n) => n >= 2)
    expect(await logFiles()).toHaveLength(1)
    await log.close()
    const after = await (await open()).stream(['users'], 'k')
    expect(await read(after, '', { pages: 2, position: { next: 2 } })).toEqual([page(3)])
  })

  it('writes pages of parts that are read at the same time one after the other', async () => {
    const log = await open()
    const stream = await log.stream(['users', 'posts'], 'k')
    const parts = ['0.0#a', '0.1#b', '0.2#c']
    await Promise.all(parts.map((part) => write(stream, [page(1), page(2)], part).then(() => stream.finish(part, 2))))
    await log.close()
    const again = await (await open()).stream(['users', 'posts'], 'k')
    for (const part of parts.toReversed()) {
      expect(await read(again, part)).toEqual([page(1), page(2)])
      expect(again.isDone(part, 2)).toBe(true)
    }
  })

  it('ends where its room ends, says so once, and goes on behind the next checkpoint', async () => {
    offs.length = 0
    const log = await open({ maxBytes: 400 })
    const stream = await log.stream(['users'], 'k')
    await write(
      stream,
      Array.from({ length: 20 }, (_, n) => page(n)),
    )
    expect(offs).toEqual(['users: the page log has no room for more'])
    await log.rotate(() => false)
    await stream.append('', { pages: 20, position: 1 }, { page: page(21), state: undefined })
    await log.close()
    const after = await (await open()).stream(['users'], 'k')
    expect(await read(after, '', { pages: 20, position: 1 })).toEqual([page(21)])
  })

  it('turns itself off for rows that cannot be written', async () => {
    offs.length = 0
    const log = await open()
    const stream = await log.stream(['users'], 'k')
    await write(stream, [page(1), { rows: [{ f: () => 1 }], position: 2 }, page(3)])
    await log.close()
    expect(offs).toEqual([expect.stringMatching(/^users: .*function/)])
    expect(await read(await (await open()).stream(['users'], 'k'))).toEqual([page(1)])
  })
})
