import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectDuckDb } from '../../src/duckdb/connection.ts'
import { listPackages } from '../../src/inspect.ts'
import { ended, libraryOrNone, NO_FAKETIME, startFaked } from './faked.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const INDEX = new URL('../../src/index.ts', import.meta.url).href
const PATIENCE = 180_000

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'tolva-faketime-'))
  await writeFile(join(home, 'shop.mjs'), SCRIPT)
})
afterEach(() => rm(home, { recursive: true, force: true }))

/** Loads numbers behind those that are loaded. It can wait before its last page, and set its clock there. */
const SCRIPT = `
import { writeFileSync } from 'node:fs'
import { pipeline, resource } from '${INDEX}'
const numbers = resource({ name: 'numbers' }, async function* ({ state }) {
  const first = state.next ?? 0
  state.next = first + 2
  const before = Date.now()
  yield [{ id: first }]
  if (process.env.SET_CLOCK) writeFileSync(process.env.FAKETIME_TIMESTAMP_FILE, process.env.SET_CLOCK)
  if (process.env.WAIT) { console.error('waiting'); await new Promise((next) => setTimeout(next, 120_000)) }
  console.error('moved ' + Math.round((Date.now() - before) / 3_600_000) + ' h')
  yield [{ id: first + 1 }]
})
const shop = pipeline({ name: 'shop', destination: 'duckdb', dataset: 'd' })
export const main = (options) => shop.run(numbers, options)
`

const run = (library: string, env: Readonly<Record<string, string>>) =>
  startFaked(library, [MAIN, 'run', 'shop.mjs', '--json'], {
    cwd: home,
    env: { TOLVA_DATA_DIR: join(home, 'data'), ...env },
  })

async function ids(): Promise<readonly number[]> {
  await using connection = await connectDuckDb(join(home, 'shop.duckdb'))
  return (await connection.rows('SELECT id FROM d.numbers ORDER BY id')).map(([id]) => Number(id))
}

describe('a machine whose clock is set', () => {
  it(
    'a day back and a day forward between runs loads every row once, with load ids that grow',
    async ({ skip }) => {
      const library = libraryOrNone()
      if (library === undefined) return skip(NO_FAKETIME)
      for (const FAKETIME of ['+0', '-1d', '+1d', '+0', '-400d']) {
        expect(await ended(run(library, { FAKETIME }))).toMatchObject({ code: 0 })
      }
      expect(await ids()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
      const loadIds = (await listPackages('shop', { dataDir: join(home, 'data') })).map(({ loadId }) => Number(loadId))
      expect(loadIds).toHaveLength(5)
      await using connection = await connectDuckDb(join(home, 'shop.duckdb'))
      const inOrderOfRows = await connection.rows(
        'SELECT DISTINCT ON (_dlt_load_id) _dlt_load_id, id FROM d.numbers ORDER BY id',
      )
      expect(inOrderOfRows.map(([loadId]) => Number(loadId))).toEqual(loadIds)
    },
    PATIENCE,
  )

  it.for(['-1d', '+1d'])(
    'by %s in the middle of a run changes nothing',
    { timeout: PATIENCE },
    async (to, { skip }) => {
      const library = libraryOrNone()
      if (library === undefined) return skip(NO_FAKETIME)
      const file = join(home, 'clock')
      await writeFile(file, '+0')
      const { code, out, err } = await ended(run(library, { FAKETIME_TIMESTAMP_FILE: file, SET_CLOCK: to }))
      expect([code, err]).toEqual([0, expect.stringContaining(`moved ${to === '-1d' ? '-24' : '24'} h`)])
      const { report } = JSON.parse(out).result
      expect(Date.parse(report.finishedAt) - Date.parse(report.startedAt)).toBeGreaterThan(0)
      expect(Date.parse(report.finishedAt) - Date.parse(report.startedAt)).toBeLessThan(60_000)
      expect(await ids()).toEqual([0, 1])
      expect(await ended(run(library, { FAKETIME: '+0' }))).toMatchObject({ code: 0 })
      expect(await ids()).toEqual([0, 1, 2, 3])
    },
  )

  it.for(['-1d', '+1d'])(
    'to %s for a running process keeps others out as long as it lives, and no longer',
    { timeout: PATIENCE },
    async (FAKETIME, { skip }) => {
      const library = libraryOrNone()
      if (library === undefined) return skip(NO_FAKETIME)
      const holder = run(library, { FAKETIME, WAIT: '1' })
      await new Promise<void>((next) => {
        holder.stderr?.on('data', (part) => String(part).includes('waiting') && next())
      })
      const locked = await ended(run(library, { FAKETIME: '+0' }))
      expect([locked.code, locked.out]).toEqual([5, expect.stringContaining(`process ${holder.pid}`)])
      holder.kill('SIGKILL')
      await once(holder, 'close')
      const began = performance.now()
      expect(await ended(run(library, { FAKETIME: '+0' }))).toMatchObject({ code: 0 })
      expect(performance.now() - began).toBeLessThan(60_000)
      expect(await ids()).toEqual([0, 1])
    },
  )
})
