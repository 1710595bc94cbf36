import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SourceError } from '../../src/errors/tolva-error.ts'
import { duckdb, pipeline, resource } from '../../src/index.ts'
import { NO_PYTHON, runPython, testPython } from './python.ts'

vi.setConfig({ testTimeout: 180_000 })

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-stopped-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Newest first: the first page has the last value of the cursor. */
const PAGES = Array.from({ length: 6 }, (_, page) =>
  [2, 1].map((row) => ({ id: 12 - page * 2 - (2 - row), at: 120 - page * 20 - (2 - row) * 10 })),
)
const IDS = Array.from({ length: 12 }, (_, index) => index + 1)

function items(failAt: number) {
  const asked: number[] = []
  const read = resource(
    {
      name: 'items',
      primaryKey: 'id',
      writeDisposition: 'merge',
      incremental: { cursorPath: 'at' },
      resumeKey: 'page',
    },
    async function* ({ resumeFrom }) {
      for (let page = typeof resumeFrom === 'number' ? resumeFrom + 1 : 0; page < PAGES.length; page++) {
        asked.push(page)
        if (page === failAt) throw new SourceError('gone', { code: 'network' })
        yield { rows: PAGES[page] ?? [], position: page }
      }
    },
  )
  return { asked, read }
}

const open = () =>
  pipeline({
    name: 'stopped',
    destination: duckdb({ path: join(folder, 'x.duckdb') }),
    dataset: 'd',
    dataDir: join(folder, 'data'),
    projectDir: folder,
  })

test('a run that stopped with newer rows loaded is gone on with by dlt, which loses none of the older', async ({
  skip,
}) => {
  const python = testPython()
  if (python === undefined) return skip(NO_PYTHON)
  const options = { checkpoint: { pages: 2 } }
  await expect(open().run(items(4).read, options)).rejects.toMatchObject({ code: 'network' })
  const loaded = await open().dataset().table('items').rows()
  expect(loaded).toHaveLength(8)

  const request = { file: join(folder, 'x.duckdb'), pipelines_dir: join(folder, 'dlt'), pages: PAGES }
  const answer = await runPython({ python, script: 'continue_stopped_run.py', cwd: folder }, request)
  expect(answer).toEqual({ ids: IDS, started_at: null })

  const { asked, read } = items(-1)
  const info = await open().run(read, options)
  expect(info.resumed).toBeUndefined()
  expect(info.warnings).toContainEqual(expect.stringContaining('The cursor of items has moved'))
  expect(asked).toEqual([0, 1, 2, 3, 4, 5])
  const rows = await open().dataset().table('items').rows()
  expect(rows.map((row) => row.id).toSorted((a, b) => Number(a) - Number(b))).toEqual(IDS)
})
