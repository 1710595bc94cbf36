import { expect, it } from 'vitest'
import { z } from 'zod'
import type { Page } from '../contracts/page.ts'
import { filterRows, flatMapRows, mapRows } from './page-steps.ts'
import { validateRows } from './validate-rows.ts'

const given: Page<{ id: number }> = {
  rows: [{ id: 1 }],
  table: 't',
  position: 7,
  materialize: true,
  origin: { 'resources.users.id': 3 },
}

async function* pages() {
  yield given
}

async function first<T>(stream: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of stream) return item
  return undefined
}

it.each([
  ['map', () => mapRows(pages(), (row) => row)],
  ['filter', () => filterRows(pages(), () => true)],
  ['flatMap', () => flatMapRows(pages(), (row) => [row])],
  ['a row schema', () => validateRows(pages(), z.object({ id: z.number() }), { resource: 'r' })],
])('%s keeps what a page is beside its rows', async (_, step) => {
  expect(await first<Page<unknown>>(step())).toEqual(given)
})
