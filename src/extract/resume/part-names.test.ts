import { describe, expect, it } from 'vitest'
import { isNeeded, partName } from './part-names.ts'
import type { Reading } from './reading.ts'

const PATH = ['users', 'posts', 'likes']
const row = (index: number) => ({ index, key: 'k' })

describe('a logged page', () => {
  const inside: Reading = {
    pages: 3,
    inside: { posts: { rows: 2, at: { pages: 1, inside: { likes: { rows: 0, at: { pages: 4 } } } } } },
  }

  it.each([
    ['of the independent resource, in with all that depends on it', '', 2, false],
    ['of the independent resource, whose dependents are being read', '', 3, true],
    ['of the independent resource, not given out yet', '', 4, true],
    ['of a row of an earlier page', partName('', 2, row(9)), 0, false],
    ['of a row that is done', partName('', 3, row(1)), 7, false],
    ['of the row that is open, in with all that depends on it', partName('', 3, row(2)), 0, false],
    ['of the row that is open, whose dependents are being read', partName('', 3, row(2)), 1, true],
    ['of a row that was fetched ahead', partName('', 3, row(3)), 0, true],
    ['of a row of the next page', partName('', 4, row(0)), 0, true],
    ['two levels down, in', partName(partName('', 3, row(2)), 1, row(0)), 3, false],
    ['two levels down, not in', partName(partName('', 3, row(2)), 1, row(0)), 4, true],
    ['two levels down, of a page that is done', partName(partName('', 3, row(2)), 0, row(0)), 4, false],
  ] as const)('%s: needed or not', (_what, part, n, expected) => {
    expect(isNeeded(PATH, part, n, inside)).toBe(expected)
  })

  it('is not needed where its resource is done, or what depends on the page is', () => {
    expect(isNeeded(PATH, '', 5, { pages: 3, done: true })).toBe(false)
    expect(isNeeded(PATH, partName('', 3, row(0)), 0, { pages: 3, done: true })).toBe(false)
    expect(isNeeded(PATH, partName('', 3), 0, { pages: 3, inside: { posts: { rows: 0, done: true } } })).toBe(false)
    expect(isNeeded(PATH, partName('', 3), 1, { pages: 3, inside: { posts: { rows: 0, at: { pages: 1 } } } })).toBe(
      true,
    )
  })
})
