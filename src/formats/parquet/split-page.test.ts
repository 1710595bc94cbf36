import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ColumnPage } from './plain-page.ts'
import { splitPage } from './split-page.ts'

const bits = (flags: readonly boolean[]): Uint8Array => {
  const out = new Uint8Array((flags.length + 7) >> 3)
  flags.forEach((flag, index) => {
    if (flag) out[index >> 3] = (out[index >> 3] ?? 0) | (1 << (index & 7))
  })
  return out
}

const text = (value: string): Buffer => {
  const bytes = Buffer.from(value)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  return Buffer.concat([length, bytes])
}

interface Row {
  readonly flag: boolean | null
  readonly name: string | null
  readonly count: bigint | null
}

function columns(rows: readonly Row[]): readonly ColumnPage[] {
  const counts = rows.flatMap(({ count }) => (count === null ? [] : [count]))
  const page = (name: string, type: 'bool' | 'text' | 'bigint', values: Uint8Array, set: readonly boolean[]) => ({
    column: { name, data_type: type },
    rows: rows.length,
    validity: set.every(Boolean) ? null : bits(set),
    values,
  })
  return [
    page(
      'flag',
      'bool',
      bits(rows.flatMap(({ flag }) => (flag === null ? [] : [flag]))),
      rows.map(({ flag }) => flag !== null),
    ),
    page(
      'name',
      'text',
      Buffer.concat(rows.flatMap(({ name }) => (name === null ? [] : [text(name)]))),
      rows.map(({ name }) => name !== null),
    ),
    page(
      'count',
      'bigint',
      new Uint8Array(BigInt64Array.from(counts).buffer),
      rows.map(({ count }) => count !== null),
    ),
  ]
}

it('cuts a page into the pages that its rows would have made', () => {
  const row = fc.record({
    flag: fc.option(fc.boolean()),
    name: fc.option(fc.string({ unit: 'grapheme', maxLength: 9 })),
    count: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  })
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), fc.nat(), (rows, seed) => {
      const at = seed % (rows.length + 1)
      const [head, tail] = splitPage({ table: 't', rows: rows.length, columns: columns(rows) }, at)
      for (const [part, expected] of [
        [head, rows.slice(0, at)],
        [tail, rows.slice(at)],
      ] as const) {
        expect(part.rows).toBe(expected.length)
        columns(expected).forEach((column, index) => {
          const actual = part.columns[index]
          const set = column.validity ?? bits(expected.map(() => true))
          expect([...(actual?.validity ?? bits(expected.map(() => true)))]).toEqual([...set])
          expect([...(actual?.values ?? [])]).toEqual([...column.values])
        })
      }
    }),
  )
})
