import { describe, expect, it } from 'vitest'
import { createAscendingIds } from './ascending-ids.ts'
import { ID_SLOT } from './id-maker.ts'

/** The ids of calls for so many rows each, the first of them made of these bytes. */
function idsOf(bytes: readonly number[], counts: readonly number[]): string[] {
  const next = createAscendingIds((into) => into.set(bytes))
  return counts.flatMap((count) => {
    const memory = Buffer.alloc(3 + count * ID_SLOT)
    next(memory, 3, count)
    return Array.from({ length: count }, (_, row) => {
      const at = 3 + row * ID_SLOT
      expect(memory.readInt32LE(at)).toBe(14)
      return memory.toString('latin1', at + 4, at + ID_SLOT)
    })
  })
}

const ZEROS = Array.from({ length: 14 }, () => 0)

describe('ascending ids', () => {
  it('begin where the random bytes say, and go on from call to call', () => {
    const start = [...ZEROS.slice(2), 10, 35]
    expect(idsOf(start, [1, 2, 1])).toEqual(['000000000000az', '000000000000b0', '000000000000b1', '000000000000b2'])
  })

  it('begin again at zero behind the last one', () => {
    expect(
      idsOf(
        ZEROS.map(() => 71),
        [2],
      ),
    ).toEqual(['zzzzzzzzzzzzzz', '00000000000000'])
  })

  it('all differ and stand in the order of their bytes', () => {
    const ids = idsOf([...ZEROS.slice(1), 30], [100_000])
    expect(new Set(ids).size).toBe(100_000)
    expect(ids.toSorted()).toEqual(ids)
  })

  it('stand in the same order to a collation of words', () => {
    const ids = idsOf([...ZEROS.slice(1), 30], [5000])
    expect(ids.toSorted(new Intl.Collator('en').compare)).toEqual(ids)
  })
})
