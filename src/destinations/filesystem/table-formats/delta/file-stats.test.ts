import { expect, test } from 'vitest'
import { readStats, writeStats } from './file-stats.ts'

const file = (bounds: Readonly<Record<string, readonly [string, string]>>) => ({
  path: '',
  size: 1,
  rows: 3,
  partition: [],
  bounds: new Map(Object.entries(bounds).map(([name, [min, max]]) => [name, { min, max }])),
  nulls: new Map([['id', 1]]),
})

const column = (name: string, type: string) => ({ name, type, nullable: true })

test('bounds are told as readers take them: milliseconds rounded outwards, numbers only where they are exact', () => {
  const columns = [
    column('id', 'BIGINT'),
    column('big', 'BIGINT'),
    column('price', 'DECIMAL(38,9)'),
    column('at', 'TIMESTAMP WITH TIME ZONE'),
    column('local', 'TIMESTAMP'),
    column('flag', 'BOOLEAN'),
  ]
  const bounds = {
    id: ['-5', '7'],
    big: ['1', '9007199254740993'],
    price: ['1.500000000', '2.250000000'],
    at: ['2024-01-02 03:04:05.678901+00', '2024-01-02 03:04:59.999999+00'],
    local: ['2024-01-02 03:04:05', '2024-01-02 03:04:05.678'],
    flag: ['0', '1'],
  } as const
  expect(JSON.parse(writeStats(file(bounds), columns))).toEqual({
    numRecords: 3,
    minValues: { id: -5, price: 1.5, at: '2024-01-02T03:04:05.678Z', local: '2024-01-02 03:04:05.000' },
    maxValues: { id: 7, price: 2.25, at: '2024-01-02T03:05:00.000Z', local: '2024-01-02 03:04:05.678' },
    nullCount: { id: 1 },
  })
})

test('of what others tell, only bounds that are exact are used', () => {
  const { rows, bounds } = readStats(
    '{"numRecords":2,"minValues":{"id":1,"x":1.5,"t":"a"},"maxValues":{"id":2,"x":2.5,"t":"b"}}',
  )
  expect(rows).toBe(2)
  expect([...bounds]).toEqual([
    ['id', { min: '1', max: '2' }],
    ['t', { min: 'a', max: 'b' }],
  ])
  expect(readStats(null)).toEqual({ rows: undefined, bounds: new Map() })
})
