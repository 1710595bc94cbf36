import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { connectDuckDb } from '../../duckdb/connection.ts'
import { pipeline, resource } from '../../index.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-vacuum-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Merges these ids, then says how many rows DuckDB holds, deleted ones included, and how many are left. */
async function merge(ids: { readonly from: number; readonly count: number; readonly step: number }) {
  const lines = Array.from({ length: ids.count }, (_, index) => `{"id":${ids.from + index * ids.step}}\n`).join('')
  const shop = pipeline({
    name: 'shop',
    destination: 'duckdb',
    dataset: 'd',
    dataDir: folder,
    projectDir: folder,
    env: {},
  })
  const hints = { name: 't', primaryKey: 'id', writeDisposition: 'merge' } as const
  await shop.run(
    resource(hints, async function* () {
      yield { bytes: Buffer.from(lines), format: 'jsonl' as const }
    }),
  )
  await using connection = await connectDuckDb(join(folder, 'shop.duckdb'), { readOnly: true })
  const [held] = await connection.rows(`SELECT estimated_size FROM duckdb_tables() WHERE table_name = 't'`)
  const [live] = await connection.rows('SELECT count(*) FROM d.t')
  return { held: Number(held?.[0]), live: Number(live?.[0]) }
}

it('leaves deleted rows in the file until they are a fifth of it, and then writes it anew', async () => {
  expect(await merge({ from: 0, count: 250_000, step: 1 })).toEqual({ held: 250_000, live: 250_000 })
  expect(await merge({ from: 0, count: 25_000, step: 10 })).toEqual({ held: 275_000, live: 250_000 })
  const { held, live } = await merge({ from: 1, count: 125_000, step: 2 })
  expect(live).toBe(250_000)
  expect(held).toBeLessThan(350_000)
}, 180_000)
