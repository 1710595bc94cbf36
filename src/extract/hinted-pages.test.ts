import { expect, test } from 'vitest'
import { materialize } from './materialize.ts'
import { filterRows, mapRows } from './page-steps.ts'
import { isPage } from './pages-of.ts'

async function* pages() {
  yield materialize()
}

test.each([
  ['map', () => mapRows(pages(), (row) => row)],
  ['filter', () => filterRows(pages(), () => false)],
])('a %s lets the mark pass that makes an empty table', async (_, step) => {
  const seen = []
  for await (const page of step()) seen.push(page)
  expect(seen).toEqual([{ rows: [], materialize: true }])
  expect(isPage(seen[0])).toBe(true)
})
