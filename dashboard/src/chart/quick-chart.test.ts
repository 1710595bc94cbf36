import { describe, expect, test } from 'vitest'
import type { ResultColumn } from './chart-columns.ts'
import { chartSpec, chartValues } from './chart-spec.ts'
import { chartSql } from './chart-sql.ts'
import { guessChart, timeStep } from './quick-chart.ts'

const columns: ResultColumn[] = [
  { name: 'id', type: 'BIGINT', dataType: 'bigint' },
  { name: 'country', type: 'VARCHAR', dataType: 'text' },
  { name: 'age', type: 'BIGINT', dataType: 'bigint' },
  { name: 'created_at', type: 'TIMESTAMP WITH TIME ZONE', dataType: 'timestamp' },
]
const rows = [
  [1, 'DE', 30, '2026-01-01T00:00:00Z'],
  [2, 'DE', 40, '2026-01-01T05:00:00Z'],
  [3, 'FR', 50, '2026-02-01T00:00:00Z'],
  [4, 'FR', 20, '2026-02-01T00:00:00Z'],
]

describe('a chart that is guessed', () => {
  test('counts rows over time where there is a time', () => {
    expect(guessChart(columns, rows)).toEqual({ kind: 'line', x: 'created_at', aggregate: 'count', step: 'day' })
  })

  test('counts rows by a category, and not by an id', () => {
    expect(guessChart(columns.slice(0, 3), rows)).toEqual({ kind: 'bar', x: 'country', aggregate: 'count' })
  })

  test('draws a result that was aggregated as it is', () => {
    const counted: ResultColumn[] = [
      { name: 'country', type: 'VARCHAR' },
      { name: 'count', type: 'BIGINT' },
    ]
    const answer = guessChart(counted, [
      ['DE', 2],
      ['FR', 1],
    ])
    expect(answer).toEqual({ kind: 'bar', x: 'country', y: 'count', aggregate: 'none' })
  })

  test('is points for two numbers, and nothing for no columns', () => {
    const numbers: ResultColumn[] = [
      { name: 'a', type: 'INTEGER' },
      { name: 'b', type: 'DOUBLE' },
    ]
    const same = [
      [1, 1],
      [1, 2],
    ]
    expect(guessChart(numbers, same)).toEqual({ kind: 'point', x: 'a', y: 'b', aggregate: 'none' })
    expect(guessChart([], [])).toBeUndefined()
  })

  test('steps through time so that some tens of places come out', () => {
    const span = (from: string, to: string) => timeStep([[from], [to]], 0)
    expect(span('2026-01-01', '2026-01-01')).toBe('minute')
    expect(span('2026-01-01', '2026-01-03')).toBe('hour')
    expect(span('2026-01-01', '2026-02-03')).toBe('day')
    expect(span('2024-01-01', '2026-02-03')).toBe('month')
    expect(span('1990-01-01', '2026-02-03')).toBe('year')
    expect(timeStep([[null]], 0)).toBe('day')
  })
})

describe('the statement of a chart', () => {
  test('aggregates where the rows lie', () => {
    const sql = chartSql(
      'SELECT * FROM users -- all\n;',
      { kind: 'line', x: 'created_at', aggregate: 'count', step: 'day' },
      columns,
    )
    expect(sql).toBe(
      'SELECT date_trunc(\'day\', "created_at") AS x, count(*) AS y\nFROM (\nSELECT * FROM users -- all\n) AS result\nGROUP BY 1\nORDER BY 1',
    )
  })

  test('shows the largest categories, by colour where one is chosen', () => {
    const sql = chartSql('SELECT 1', { kind: 'bar', x: 'co"untry', y: 'age', aggregate: 'mean', color: 'sex' }, columns)
    expect(sql).toBe(
      'SELECT "co""untry" AS x, avg("age") AS y, "sex" AS color\nFROM (\nSELECT 1\n) AS result\nGROUP BY 1, 3\nORDER BY 2 DESC, 1\nLIMIT 40',
    )
  })
})

describe('the specification of a chart', () => {
  test('lays bars of categories down', () => {
    const spec = chartSpec({ kind: 'bar', x: 'country', aggregate: 'count' }, columns)
    expect(spec.encoding).toMatchObject({
      y: { field: 'x', type: 'nominal', sort: '-x' },
      x: { field: 'y', title: 'rows' },
    })
  })

  test('has an axis of time', () => {
    const spec = chartSpec({ kind: 'line', x: 'created_at', y: 'age', aggregate: 'mean', step: 'day' }, columns)
    expect(spec.encoding).toMatchObject({ x: { type: 'temporal', title: 'created_at' }, y: { title: 'mean of age' } })
  })

  test('takes numbers that came as texts', () => {
    expect(
      chartValues([
        ['a', '12.50', 'c'],
        [null, null],
      ]),
    ).toEqual([
      { x: 'a', y: 12.5, color: 'c' },
      { x: null, y: null },
    ])
  })
})
