import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectScratch } from './scratch.ts'

const LINES = 100_000
const READS = 16
let folder = ''
let sql = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-scratch-'))
  const file = join(folder, 'lines.jsonl')
  await writeFile(file, `{"id":1,"text":"${'x'.repeat(300)}"}\n`.repeat(LINES))
  const options = "format = 'newline_delimited', maximum_object_size = 67108864, columns = {id: 'BIGINT'}"
  const one = `SELECT id FROM read_json('${file}', ${options})`
  sql = `SELECT count(*) FROM (${Array.from({ length: READS }, () => one).join(' UNION ALL ')})`
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a scratch database, as on a machine of many processors', () => {
  it('reads with less at a time what does not fit at once', async () => {
    for (const read of ['rows', 'stream'] as const) {
      await using scratch = await connectScratch(folder)
      await scratch.execute('SET threads = 16')
      const found: unknown[] = []
      if (read === 'rows') found.push(...(await scratch.rows(sql)))
      else for await (const chunk of await scratch.stream(sql)) found.push(...chunk)
      expect(found).toEqual([[BigInt(READS * LINES)]])
      expect(await scratch.rows("SELECT current_setting('threads')")).toEqual([[1n]])
    }
  })

  it('does not repeat a transaction', async () => {
    await using scratch = await connectScratch(folder)
    await scratch.execute('SET threads = 16')
    const work = scratch.transaction(() => scratch.rows(sql))
    await expect(work).rejects.toMatchObject({ code: 'out_of_memory' })
  })
})
