import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { duckdb, pipeline, resource } from '../index.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-nesting-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const ROWS = [1, 2, 3].map((id) => ({
  id,
  doc: { a: { b: id } },
  items: [{ n: id, parts: [{ x: 1 }], doc: { a: id } }],
}))

test.each(['rows', 'bytes'] as const)(
  'a nested table stops nesting where its hint says so, fed with %s',
  async (form) => {
    const p = pipeline({
      name: 'p',
      destination: duckdb({ path: join(folder, 'p.duckdb') }),
      dataset: 'ds',
      dataDir: join(folder, 'data'),
      projectDir: folder,
      env: {},
    })
    const page = form === 'rows' ? ROWS : { bytes: Buffer.from(JSON.stringify(ROWS)) }
    const hints = { nestedHints: { items: { maxTableNesting: 0 } }, columns: { doc: { dataType: 'json' } } }
    await p.run(resource({ name: 't', ...hints }, [page].values()))
    expect(await p.dataset().rowCounts()).toEqual({ t: 3, t__items: 3 })
    expect(await p.dataset().table('t').orderBy('id').limit(1).select('id', 'doc').rows()).toEqual([
      { id: 1, doc: { a: { b: 1 } } },
    ])
    expect(
      await p.dataset().table('t__items').orderBy('n', 'desc').limit(1).select('n', 'parts', 'doc').rows(),
    ).toEqual([{ n: 3, parts: [{ x: 1 }], doc: { a: 3 } }])
  },
)
