import { describe, expect, test } from 'vitest'
import type { ColumnHint } from '../../src/contracts/resource.ts'
import { decimal, naive, resource, wei } from '../../src/index.ts'
import { TESTED, useDestination } from './destinations.ts'

const TEXTS = [
  '',
  ' ',
  'a\tb\nc\rd',
  '\\N',
  '\\.',
  '\\',
  '\\\\t',
  '"quoted", \'too\'',
  'Łódź 😀 漢字',
  '\b\f\v\u0001\u007f',
  'null',
]

/** Data type or hint, what a row holds, what the dataset returns. */
const CASES: readonly (readonly [string, ColumnHint, readonly unknown[], (readonly unknown[])?])[] = [
  ['text', { dataType: 'text' }, TEXTS],
  ['text_sized', { dataType: 'text', precision: 5 }, ['abcde', 'Łódź😀']],
  ['whole', { dataType: 'bigint' }, [0n, -1n, 7n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n, -(2n ** 53n) - 1n]],
  ['small', { dataType: 'bigint', precision: 16 }, [32_767n, -32_768n]],
  ['medium', { dataType: 'bigint', precision: 32 }, [2n ** 31n - 1n, -(2n ** 31n)]],
  ['double', { dataType: 'double' }, [0.1, -0, 1e308, 5e-324, -1.5, 1e21, 123_456_789.125]],
  ['truth', { dataType: 'bool' }, [true, false]],
  [
    'zoned',
    { dataType: 'timestamp' },
    [
      '1969-12-31T23:59:59.999999Z',
      '2024-02-29T12:00:00.000001+02:00',
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59.999999Z',
    ],
    [
      '1969-12-31T23:59:59.999999Z',
      '2024-02-29T10:00:00.000001Z',
      '0001-01-01T00:00:00.000000Z',
      '9999-12-31T23:59:59.999999Z',
    ],
  ],
  [
    'local',
    { dataType: 'timestamp', timezone: false },
    [naive('2024-02-29T12:00:00.5'), naive('1900-03-01T00:00:00')],
    ['2024-02-29T12:00:00.500000', '1900-03-01T00:00:00.000000'],
  ],
  [
    'local_millis',
    { dataType: 'timestamp', timezone: false, precision: 3 },
    [naive('2024-02-29T12:00:00.125')],
    ['2024-02-29T12:00:00.125000'],
  ],
  ['day', { dataType: 'date' }, ['1970-01-01', '2000-02-29', '0001-01-01', '9999-12-31', '1900-03-01']],
  [
    'clock',
    { dataType: 'time' },
    ['00:00:00', '23:59:59.999999', '12:34:56.5'],
    ['00:00:00', '23:59:59.999999', '12:34:56.5'],
  ],
  [
    'amount',
    { dataType: 'decimal' },
    [decimal('1.5'), decimal('-0.000000001'), decimal('12345678901234567890123456789.123456789')],
    ['1.500000000', '-0.000000001', '12345678901234567890123456789.123456789'],
  ],
  ['price', { dataType: 'decimal', precision: 10, scale: 2 }, [decimal('12345678.90')], ['12345678.90']],
  ['wei', { dataType: 'wei' }, [wei(1n), wei(10n ** 37n), wei(0n)], ['1', `${10n ** 37n}`, '0']],
  ['bytes', { dataType: 'binary' }, [new Uint8Array(0), Uint8Array.from({ length: 256 }, (_, byte) => byte)]],
  [
    'document',
    { dataType: 'json' },
    [{ a: [1, 2.5, null, 'x\\y"z\n'], b: { c: 'Łódź 😀 \\u0000' } }, [], [true], { tab: '\t\\N' }],
  ],
]

describe.each(TESTED)('$name', (tested) => {
  const bench = useDestination(tested)

  test.for(CASES)('keeps the values of column %s', async ([name, hint, values, expected = values], { skip }) => {
    if (bench.opened === undefined) return skip(tested.absent)
    const typed = bench.pipeline(`type_${name}`)
    const rows = [...values, null].map((value, id) => ({ id, value }))
    await typed.run(resource({ name: 'rows', columns: { value: hint } }, rows))
    const found = await typed.dataset().table('rows').select('value').orderBy('id').rows({ bigint: 'bigint' })
    expect(found.map(({ value }) => value)).toEqual([...expected, null])
  })

  test('keeps many columns and rows of every type at once', async ({ skip }) => {
    if (bench.opened === undefined) return skip(tested.absent)
    const wide = bench.pipeline('wide')
    const columns = Object.fromEntries(CASES.map(([name, hint]) => [name, hint]))
    const rows = Array.from({ length: 9_000 }, (_, id) => ({
      id,
      ...Object.fromEntries(
        CASES.map(([name, , values], at) => [name, (id + at) % 7 === 0 ? null : values[id % values.length]]),
      ),
    }))
    await wide.run(resource({ name: 'rows', columns, maxTableNesting: 0 }, rows))
    const found = await wide.dataset().table('rows').orderBy('id').rows({ bigint: 'bigint' })
    expect(found).toHaveLength(9_000)
    const wrong = found.filter((row, id) =>
      CASES.some(([name, , values, expected = values], at) => {
        const wanted = (id + at) % 7 === 0 ? null : expected[id % values.length]
        return JSON.stringify(plain(row[name])) !== JSON.stringify(plain(wanted))
      }),
    )
    expect(wrong.slice(0, 1)).toEqual([])
  })
})

/** jsonb keeps no order of keys. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}`
  if (Object.is(value, -0)) return '-0'
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, plain(inner)])
      .sort(),
  )
}
