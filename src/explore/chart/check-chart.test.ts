import { describe, expect, test } from 'vitest'
import { checkChart, MAX_CHART_ROWS } from './check-chart.ts'
import { compileChart } from './compile-chart.ts'

const values = [
  { day: '2026-01-01', users: 3 },
  { day: '2026-01-02', users: 5 },
]
const encoding = { x: { field: 'day', type: 'temporal' }, y: { field: 'users', type: 'quantitative' } }
const bars = { mark: 'bar', data: { values }, encoding }

const problems: readonly (readonly [string, Readonly<Record<string, unknown>>, object])[] = [
  [
    'an unknown mark',
    { ...bars, mark: 'bra' },
    { code: 'bad_chart', message: 'there is no mark bra', hint: 'did you mean arc, area, bar?' },
  ],
  [
    'a map',
    { ...bars, mark: 'geoshape' },
    { code: 'bad_chart', message: 'the mark geoshape is not drawn: maps are not drawn' },
  ],
  [
    'an unknown channel',
    { ...bars, encoding: { colour: encoding.y } },
    { message: 'there is no channel colour', hint: 'did you mean color?' },
  ],
  [
    'a field that no row has',
    { ...bars, encoding: { ...encoding, y: { field: 'user', type: 'quantitative' } } },
    { message: 'y names the field user, which the rows do not have', hint: 'did you mean users?' },
  ],
  [
    'an unknown type',
    { ...bars, encoding: { x: { field: 'day', type: 'date' } } },
    { hint: expect.stringContaining('temporal') },
  ],
  ['rows that are none', { ...bars, data: { values: 'a,b' } }, { message: 'data.values is no list of rows' }],
  [
    'too many rows',
    { ...bars, data: { values: Array.from({ length: MAX_CHART_ROWS + 1 }, () => values[0]) } },
    { code: 'chart_too_large', message: 'the chart has 5,001 rows; more than 5,000 are not drawn' },
  ],
  ['data from the network', { ...bars, data: { url: 'https://example.com/a.csv' } }, { code: 'chart_from_network' }],
  ['a link', { ...bars, mark: { type: 'point', href: 'https://example.com' } }, { code: 'chart_from_network' }],
  [
    'a field unknown in a layer',
    { data: { values }, layer: [{ mark: 'line', encoding: { y: { field: 'gone' } } }] },
    { code: 'bad_chart' },
  ],
]

describe('a chart is refused that has', () => {
  test.for(problems)('%s', ([, spec, error]) => {
    let thrown: unknown
    try {
      checkChart(spec)
    } catch (caught) {
      thrown = caught
    }
    expect(thrown).toMatchObject({ name: 'ConfigError', ...error })
  })
})

describe('a chart', () => {
  test('may name what its transforms make, and rows may hold whatever they do', () => {
    const spec = {
      data: { values: [{ ...values[0], url: 'https://example.com' }] },
      transform: [{ calculate: 'datum.users * 2', as: 'twice' }, { window: [{ op: 'row_number', as: 'n' }] }],
      mark: 'point',
      encoding: { x: { field: 'n' }, y: { field: 'twice' }, tooltip: [{ field: 'url' }] },
    }
    expect(checkChart(spec)).toEqual(spec)
  })

  test('becomes plain JSON', () => {
    const spec = checkChart({ ...bars, data: { values: [{ day: new Date(0), users: 5n }] } })
    expect(spec.data).toEqual({ values: [{ day: '1970-01-01T00:00:00.000Z', users: 5 }] })
  })

  test('is compiled with its rows, in the width that it is given and in colours of the page', async () => {
    const { vega, warnings } = await compileChart(checkChart(bars))
    expect(warnings).toEqual([])
    expect(JSON.stringify(vega.data)).toContain('2026-01-02')
    expect(JSON.stringify(vega.signals)).toContain('containerSize()[0]')
    expect(JSON.stringify(vega.marks)).toContain('var(--series-1')
  })

  test('that Vega-Lite does not understand is refused with its words', async () => {
    await expect(compileChart({ ...bars, transform: [{ calculate: 'datum..users', as: 'n' }] })).rejects.toMatchObject({
      code: 'bad_chart',
      message: expect.stringContaining('Vega-Lite refuses the chart'),
    })
  })
})
