import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TolvaError } from '../../src/index.ts'
import { silentLogger } from '../../src/log/logger.ts'
import { takeLease } from '../../src/package/lease.ts'
import { readLease } from '../../src/package/lease-holder.ts'
import { workingFolder } from '../../src/package/working-folder.ts'
import { countNumbers, leftovers, numbers, numbersPipeline, type Place, pagedNumbers } from './numbers.ts'
import { NO_DISK, type SmallDisk, smallDisk } from './small-disk.ts'

const BLOCK = 4096
const PATIENCE = 300_000

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'tolva-full-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

/** Runs on a disk with so many bytes left, then once more with room; returns the code of the first error. */
async function runTight(disk: SmallDisk, place: Place, leave: number): Promise<string> {
  const shop = numbersPipeline(place)
  await disk.fill(leave)
  const code = await shop.run(numbers(40)).then(
    () => 'loaded',
    (error: unknown) => {
      if (!(error instanceof TolvaError)) throw error
      // A path, what to do, and no number of an operating system's error.
      expect([error.message, error.hint]).toEqual([
        expect.stringContaining(disk.path),
        expect.stringContaining('Make room'),
      ])
      return error.code
    },
  )
  await disk.empty()
  await shop.run(numbers(40))
  expect(await leftovers(place.dataDir)).toEqual([])
  return code
}

describe('a run on a full disk', () => {
  it(
    'that holds the working folder stops at any point and loses nothing',
    async ({ skip }) => {
      await using disk = await smallDisk(4 << 20)
      if (disk === undefined) return skip(NO_DISK)
      const place = { dataDir: join(disk.path, 'data'), database: join(home, 'numbers.duckdb') }
      await numbersPipeline(place).run(numbers(40))
      let loaded = await countNumbers(place.database)
      const codes: string[] = []
      // Each block more lets it come one file further: lease, job files, restore point, manifest, schema, state, marks.
      for (let blocks = 0; blocks < 30 && codes.at(-2) !== 'loaded'; blocks++) {
        codes.push(await runTight(disk, place, blocks * BLOCK))
        const now = await countNumbers(place.database)
        // The interrupted run's rows come with the next where it had sealed them, else they are read again with it.
        expect([40, 80]).toContain(now - loaded)
        loaded = now
      }
      expect(codes[0]).toBe('disk_full')
      expect(codes.at(-1)).toBe('loaded')
      expect(new Set(codes)).toEqual(new Set(['disk_full', 'loaded']))
      expect(codes.filter((code) => code === 'disk_full').length).toBeGreaterThan(5)
    },
    PATIENCE,
  )

  it(
    'that holds the page log goes on without it or stops, and does not ask again for what it has logged',
    async ({ skip }) => {
      await using disk = await smallDisk(4 << 20)
      if (disk === undefined) return skip(NO_DISK)
      const place = { dataDir: join(disk.path, 'data'), database: join(home, 'numbers.duckdb') }
      const codes: string[] = []
      let again = 0
      for (let blocks = 0; blocks < 120 && codes.at(-2) !== 'loaded'; blocks += 6) {
        const first = codes.length * 100
        await disk.fill(blocks * BLOCK)
        const asked: number[] = []
        const shop = numbersPipeline(place)
        codes.push(
          await shop.run(pagedNumbers(first, asked)).then(
            () => 'loaded',
            (error: unknown) => (error instanceof TolvaError ? error.code : String(error)),
          ),
        )
        await disk.empty()
        if (codes.at(-1) !== 'loaded') {
          const before = asked.length
          const { packages } = await shop.run(pagedNumbers(first, asked))
          // Where everything was sealed before the disk was full, the rows come with the package that waited.
          if (packages.length > 0 && asked.length - before < 10) again++
        }
        expect(await countNumbers(place.database)).toBe(first + 100)
        expect(await leftovers(place.dataDir)).toEqual([])
      }
      expect(codes[0]).toBe('disk_full')
      expect(codes.at(-1)).toBe('loaded')
      expect(new Set(codes)).toEqual(new Set(['disk_full', 'loaded']))
      expect(again).toBeGreaterThan(0)
    },
    PATIENCE,
  )

  it(
    'that holds the database commits all of a package or nothing, and keeps the package',
    async ({ skip }) => {
      await using disk = await smallDisk(64 << 20)
      if (disk === undefined) return skip(NO_DISK)
      const place = { dataDir: join(home, 'data'), database: join(disk.path, 'numbers.duckdb') }
      const shop = numbersPipeline(place)
      await shop.run(numbers(40))
      const codes: string[] = []
      for (const leave of [0, 1, 4, 16, 64, 128].map((blocks) => blocks * BLOCK)) {
        const before = await countNumbers(place.database)
        await disk.fill(leave)
        const failed = await shop.run(numbers(20_000, 10)).then(
          () => undefined,
          (error: unknown) => error,
        )
        codes.push(failed instanceof TolvaError ? failed.code : String(failed))
        if (failed instanceof TolvaError) {
          expect(failed.message).toContain(disk.path)
          expect(failed.hint).toMatch(/^Make room on that disk.* package retry/)
          expect((await shop.packages()).at(-1)).toMatchObject({ state: 'failed', rows: 20_000 })
          await disk.empty()
          expect(await countNumbers(place.database)).toBe(before)
        }
        await disk.empty()
        await shop.retry()
        expect(await countNumbers(place.database)).toBe(before + 20_000)
      }
      expect(codes.slice(0, 3)).toEqual(['disk_full', 'disk_full', 'disk_full'])
    },
    PATIENCE,
  )

  it('goes on without heartbeats, says so once, and takes them up again when there is room', async ({ skip }) => {
    await using disk = await smallDisk(1 << 20)
    if (disk === undefined) return skip(NO_DISK)
    const folder = workingFolder('numbers', { dataDir: disk.path })
    const said: string[] = []
    const warned = Promise.withResolvers<void>()
    const logger = {
      ...silentLogger,
      warn(text: string) {
        said.push(text)
        warned.resolve()
      },
    }
    let now = 1
    await using lease = await takeLease(folder, { now: () => now++, logger, beatMs: 5 })
    await disk.fill(0)
    await warned.promise
    await lease.assertHeld()
    expect(lease.signal.aborted).toBe(false)
    const silent = (await readLease(folder))?.heartbeat ?? 0
    await disk.empty()
    await expect.poll(async () => (await readLease(folder))?.heartbeat).toBeGreaterThan(silent)
    expect(said).toEqual(['the heartbeat of the lease was not written'])
  })
})
