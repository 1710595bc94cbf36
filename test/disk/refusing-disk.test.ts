import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countNumbers, leftovers, numbers, numbersPipeline, type Place } from './numbers.ts'
import { NO_DISK, smallDisk } from './small-disk.ts'

/** Somebody who owns nothing. */
const NOBODY = 65_534

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'tolva-refusing-'))
  await chmod(home, 0o777)
})
afterEach(() => rm(home, { recursive: true, force: true }))

const inHome = (): Place => ({ dataDir: join(home, 'data'), database: join(home, 'numbers.duckdb') })

/** What a run is refused with. */
async function refusal(
  place: Place,
): Promise<{ readonly code: string; readonly message: string; readonly hint: string }> {
  const thrown: unknown = await numbersPipeline(place)
    .run(numbers(10))
    .then(
      () => undefined,
      (error: unknown) => error,
    )
  if (!(thrown instanceof Error) || !('code' in thrown) || !('hint' in thrown)) throw thrown
  return { code: String(thrown.code), message: thrown.message, hint: String(thrown.hint) }
}

/** Does the work as a user whom permissions bind; root is bound by none. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work()
  const { HOME } = process.env
  // Configuration is looked for there too, and root's is closed to others.
  process.env.HOME = home
  process.seteuid?.(NOBODY)
  try {
    return await work()
  } finally {
    process.seteuid?.(0)
    process.env.HOME = HOME
  }
}

describe('a disk that is read-only', () => {
  it('as place of the working folder is named, and once it can be written the run goes on', async ({ skip }) => {
    await using disk = await smallDisk(4 << 20)
    if (disk === undefined) return skip(NO_DISK)
    const place = { ...inHome(), dataDir: join(disk.path, 'data') }
    await numbersPipeline(place).run(numbers(10))
    await disk.setReadOnly(true)
    expect(await refusal(place)).toMatchObject({
      code: 'read_only',
      message: expect.stringMatching(/lease\.json cannot be written: the disk is read-only$/),
      hint: 'Mount it for writing, or choose another folder: TOLVA_DATA_DIR or the option dataDir.',
    })
    await disk.setReadOnly(false)
    await numbersPipeline(place).run(numbers(10))
    expect(await countNumbers(place.database)).toBe(20)
  })

  it('as place of the database is named, and the package waits', async ({ skip }) => {
    await using disk = await smallDisk(8 << 20)
    if (disk === undefined) return skip(NO_DISK)
    const place = { ...inHome(), database: join(disk.path, 'numbers.duckdb') }
    await numbersPipeline(place).run(numbers(10))
    await numbersPipeline(place).prepare(numbers(10))
    await disk.setReadOnly(true)
    expect(await refusal(place)).toMatchObject({
      code: 'read_only',
      message: `${place.database} cannot be written: the disk is read-only`,
    })
    await disk.setReadOnly(false)
    await numbersPipeline(place).run(numbers(10))
    expect(await countNumbers(place.database)).toBe(30)
  })
})

describe('a folder that this user may not write', () => {
  it('as place of the working folder is named', async () => {
    const place = inHome()
    await numbersPipeline({ ...place, dataDir: join(home, 'other') }).run(numbers(0))
    await mkdir(place.dataDir, { mode: 0o500 })
    expect(await asNobody(() => refusal(place))).toMatchObject({
      code: 'no_permission',
      message: expect.stringContaining(place.dataDir),
      hint: 'Give this user the folder (chown), or choose another one: TOLVA_DATA_DIR or the option dataDir.',
    })
  })

  it('as place of the database is named, and the package is loaded once it may', async () => {
    const place = { ...inHome(), database: join(home, 'closed', 'numbers.duckdb') }
    await numbersPipeline({ ...place, database: join(home, 'open.duckdb') }).run(numbers(0))
    await rm(place.dataDir, { recursive: true })
    await mkdir(join(home, 'closed'), { mode: 0o500 })
    await mkdir(place.dataDir, { mode: 0o777 })
    await chmod(place.dataDir, 0o777)
    const shop = numbersPipeline(place)
    await asNobody(() => shop.prepare(numbers(10)))
    expect(await asNobody(() => refusal(place))).toMatchObject({
      code: expect.stringMatching(/^no_permission$/),
      message: expect.stringContaining(join(home, 'closed')),
    })
    await chmod(join(home, 'closed'), 0o777)
    await asNobody(() => shop.run(numbers(10)))
    expect(await countNumbers(place.database)).toBe(20)
  })

  it('is no folder at all, and that is said', async () => {
    const place = inHome()
    await writeFile(place.dataDir, 'a file')
    expect(await refusal(place)).toMatchObject({
      code: 'not_a_folder',
      message: expect.stringContaining(place.dataDir),
    })
  })
})

it('leaves nothing half-done behind after a run that was refused', async () => {
  const place = inHome()
  await numbersPipeline(place).run(numbers(10))
  await rm(place.database)
  await mkdir(place.database)
  await refusal(place)
  expect(await leftovers(place.dataDir)).toEqual([])
})
