import { expect, test } from 'vitest'
import type { Limit } from '../contracts/limit.ts'
import type { Page } from '../contracts/page.ts'
import { limitOf, limitPages } from './limit-pages.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

async function* pages(closed: { yes: boolean }): AsyncIterable<Page<unknown>> {
  try {
    yield { rows: [1, 2] }
    yield { rows: [] }
    yield { bytes: bytes('{"data": [3, {"a": [4]}]}'), selector: 'data' }
    yield { bytes: bytes('4\n5\n'), format: 'jsonl' }
    for (;;) yield { rows: [6] }
  } finally {
    closed.yes = true
  }
}

async function count(limit: Limit): Promise<number> {
  const closed = { yes: false }
  let count = 0
  for await (const _page of limitPages(() => pages(closed), limit)) count++
  expect(closed.yes || count === 0).toBe(true)
  return count
}

test('pages are counted, empty ones too, and the source is closed', async () => {
  expect(await count({ pages: 2 })).toBe(2)
  expect(await count({ pages: 0 })).toBe(0)
})

test('rows are counted in pages of any form, and the last page is not cut', async () => {
  expect(await count({ rows: 2 })).toBe(1)
  expect(await count({ rows: 3 })).toBe(3)
  expect(await count({ rows: 5 })).toBe(4)
  expect(await count({ rows: 100, pages: 6 })).toBe(6)
})

test('no page is asked for when the time is over', async () => {
  expect(await count({ seconds: 0 })).toBe(1)
  expect(await count({ seconds: 60, pages: 3 })).toBe(3)
})

test.each([[{}], [{ pages: -1 }], [Number.NaN], [{ rows: Number.POSITIVE_INFINITY }]])(
  'a limit of %j is refused',
  (limit) => {
    expect(() => limitOf(limit, 't')).toThrow(/^the limit of t is /)
  },
)

test('a position tells how many pages there were, so that a limit holds over several openings', async () => {
  async function* open(position: unknown): AsyncIterable<Page<unknown>> {
    for (let n = typeof position === 'number' ? position + 1 : 1; ; n++) yield { rows: [n], position: n }
  }
  const seen: unknown[] = []
  let position: unknown
  for await (const page of limitPages(open, { pages: 4 })) {
    seen.push(page)
    position = page.position
    if (seen.length === 2) break
  }
  for await (const page of limitPages(open, { pages: 4 }, position)) seen.push(page)
  expect(seen.map((page) => page && typeof page === 'object' && 'rows' in page && page.rows)).toEqual([
    [1],
    [2],
    [3],
    [4],
  ])
})
