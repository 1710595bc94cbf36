import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cutCsv } from './cut-csv.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-cut-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const TEXT = '1,a\n2,"b\nc"\n3,"d ""\n"" e"\n4,\n5,f\n'
const ROWS = ['1,a\n', '2,"b\nc"\n', '3,"d ""\n"" e"\n', '4,\n', '5,f\n']

async function cut(size: number, limit: { readonly rows?: number; readonly bytes?: number }) {
  async function* chunks() {
    for (let at = 0; at < TEXT.length; at += size) yield Buffer.from(TEXT.slice(at, at + size))
  }
  const found: { readonly text: string; readonly rows: number; readonly longest: number }[] = []
  const nameOf = (index: number) => join(folder, `${size}-${index}.csv`)
  for await (const { file, rows, longest } of cutCsv(chunks(), { rows: 1e9, bytes: 1e9, ...limit, nameOf })) {
    found.push({ text: await readFile(file, 'utf8'), rows, longest })
  }
  return found
}

describe('a stream of csv', () => {
  it.each([1, 2, 3, 7, 100])('is cut between rows, however its chunks of %i bytes fall', async (size) => {
    const found = await cut(size, { rows: 2 })
    expect(found.map(({ text }) => text)).toEqual([
      ROWS.slice(0, 2).join(''),
      ROWS.slice(2, 4).join(''),
      ROWS.slice(4).join(''),
    ])
    expect(found.map(({ rows }) => rows)).toEqual([2, 2, 1])
    expect(found.map(({ longest }) => longest)).toEqual([ROWS[1]?.length, ROWS[2]?.length, 4])
  })

  it('is cut where a file is large enough', async () => {
    expect((await cut(5, { bytes: 10 })).map(({ rows }) => rows)).toEqual([2, 1, 2])
  })

  it('of no rows is no file', async () => {
    async function* nothing() {}
    const found: unknown[] = []
    for await (const file of cutCsv(nothing(), { rows: 1, bytes: 1, nameOf: () => join(folder, 'x') })) found.push(file)
    expect(found).toEqual([])
  })
})
