import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Incremental } from '../../contracts/incremental.ts'
import type { Hints } from '../../contracts/resource.ts'
import { incrementalHash, legacyIncrementalHash } from '../../values/digest.ts'
import { float, naive } from '../../values/wrappers.ts'
import { cursorOptions } from './cursor-options.ts'
import { openRowCursor } from './row-cursor.ts'

type Options = Partial<Incremental>
type State = Record<string, unknown>

/** One run over pages of rows: what was kept, what was said, and the state it leaves. */
function run(pages: readonly (readonly object[])[], options: Options = {}, state: State = {}, hints: Hints = {}) {
  const warnings: string[] = []
  const own = structuredClone(state)
  const checked = cursorOptions({ cursorPath: 'ts', ...options }, hints, 't')
  const cursor = openRowCursor(checked, own, (text) => warnings.push(text))
  const kept = pages.flatMap((page) => cursor.filter(page))
  return { kept, warnings, state: own, cursor }
}

const at = (...values: readonly unknown[]) => values.map((ts, id) => ({ id, ts }))
const kept = (values: readonly unknown[], options: Options) =>
  run([values.map((ts) => ({ ts }))], options).kept.map((row) => Object(row).ts)

describe('a range', () => {
  it.each<[string, Options, unknown[], unknown[]]>([
    ['begins at the initial value', { initialValue: 2 }, [1, 2, 3], [2, 3]],
    ['takes 0 for a value', { initialValue: 0 }, [-1, 0, 1], [0, 1]],
    ["takes '' for a value", { initialValue: '' }, ['', 'a'], ['', 'a']],
    ['leaves the start out where it is open', { initialValue: 2, rangeStart: 'open' }, [1, 2, 3], [3]],
    ['leaves the end out', { initialValue: 1, endValue: 3 }, [0, 1, 2, 3, 4], [1, 2]],
    ['takes the end where it is closed', { initialValue: 1, endValue: 3, rangeEnd: 'closed' }, [0, 1, 3, 4], [1, 3]],
    ['goes down with min', { initialValue: 3, lastValueFunc: 'min' }, [5, 3, 1], [3, 1]],
    ['ends below with min', { initialValue: 5, endValue: 2, lastValueFunc: 'min' }, [6, 5, 3, 2], [5, 3]],
    [
      'compares instants whatever their offsets are',
      { initialValue: '2024-01-01T12:00:00+02:00' },
      ['2024-01-01T09:59:00Z', '2024-01-01T10:00:00Z', '2024-01-01T11:00:00.5+00:00'],
      ['2024-01-01T10:00:00Z', '2024-01-01T11:00:00.5+00:00'],
    ],
    ['compares numbers of all kinds', { initialValue: 2n }, [1.5, float(2), 3], [float(2), 3]],
    [
      'goes by a function of one or two',
      { initialValue: 2, lastValueFunc: (v) => Math.max(...v.map(Number)) },
      [1, 2, 3],
      [2, 3],
    ],
  ])('%s', (_what, options, values, expected) => {
    expect(kept(values, options)).toEqual(expected)
  })

  it.each<[string, Options, string]>([
    ['an end without a beginning', { endValue: 3 }, 'invalid_range'],
    ['an end before its beginning', { initialValue: 3, endValue: 1 }, 'invalid_range'],
    ['an end of another type', { initialValue: 1, endValue: 'x' }, 'invalid_range'],
    ['no cursor', { cursorPath: '' }, 'invalid_incremental'],
    ['a lag that is no number', { lag: Number.NaN }, 'invalid_incremental'],
  ])('cannot have %s', (_what, options, code) => {
    expect(() => run([], options)).toThrow(expect.objectContaining({ code }))
  })

  it('with an end leaves no state', () => {
    expect(run([at(1, 2)], { initialValue: 1, endValue: 3 }).state).toEqual({})
  })
})

describe('the state', () => {
  it('is there before the first row, and follows page by page in the form of dlt', () => {
    const first = run([], { initialValue: 1 })
    const fresh = { initial_value: 1, last_value: 1, unique_hashes: [], start_value: 1 }
    expect(first.state).toEqual({ incremental: { ts: fresh } })
    const second = run([at(3, 2), at(3)], { initialValue: 1 }, first.state)
    expect(second.state).toEqual({
      incremental: { ts: { ...fresh, last_value: 3, unique_hashes: [expect.stringMatching(/^.{12}$/)] } },
    })
  })

  it('keeps the last value where a later page has none', () => {
    expect(run([at(3), [{ id: 9 }]], { onCursorValueMissing: 'include' }).state).toMatchObject({
      incremental: { ts: { last_value: 3 } },
    })
  })

  it('is what the next run starts from, and user code sees it', () => {
    const { state } = run([at(new Date('2024-01-01T00:00:00Z').toISOString())])
    const { handle } = run([], { lag: 60 }, state).cursor
    expect(handle.startValue).toBe('2023-12-31T23:59:00.000000Z')
    expect(handle.lastValue).toBe(handle.startValue)
  })
})

describe('rows at the last value', () => {
  it('are loaded once, by their content', () => {
    const { state } = run([at(1, 2)])
    const again = run([[...at(1, 2), { id: 7, ts: 2 }]], {}, state)
    expect(again.kept).toEqual([{ id: 7, ts: 2 }])
    expect(run([[{ id: 7, ts: 2 }, ...at(1, 2)]], {}, again.state).kept).toEqual([])
  })

  it('are known by the key of the resource, and by that of the incremental before it', () => {
    const rows = [{ id: 1, other: 1, ts: 2 }]
    const changed = [{ id: 1, other: 2, ts: 2 }]
    const byId = run([rows], {}, {}, { primaryKey: 'id' }).state
    expect(run([changed], {}, byId, { primaryKey: 'id' }).kept).toEqual([])
    const byOther = run([rows], { primaryKey: ['other'] }, {}, { primaryKey: 'id' }).state
    expect(run([changed], { primaryKey: ['other'] }, byOther, { primaryKey: 'id' }).kept).toEqual(changed)
  })

  it('come again with an empty key, which says so', () => {
    const { state, warnings } = run([at(1)], { primaryKey: [] })
    expect(warnings).toEqual([expect.stringContaining('switches deduplication off')])
    expect(run([at(1)], { primaryKey: [] }, state).kept).toEqual(at(1))
  })

  it('need their key', () => {
    expect(() => run([[{ ts: 1 }]], { primaryKey: 'id' })).toThrow(expect.objectContaining({ code: 'key_missing' }))
  })

  it('are known by the hashes of an older dlt, whose form stays until the last value moves on', () => {
    const stored = { initial_value: null, last_value: 1, unique_hashes: [legacyIncrementalHash(1)], start_value: null }
    const { kept, state } = run(
      [[{ id: 1, ts: 1 }], [{ id: 2, ts: 1 }]],
      { primaryKey: 'id' },
      {
        incremental: { ts: stored },
      },
    )
    expect(kept).toEqual([{ id: 2, ts: 1 }])
    const hashes = [legacyIncrementalHash(1), legacyIncrementalHash(2)].sort()
    expect(state).toMatchObject({ incremental: { ts: { unique_hashes: hashes } } })
    expect(run([[{ id: 3, ts: 2 }]], { primaryKey: 'id' }, state).state).toMatchObject({
      incremental: { ts: { unique_hashes: [incrementalHash(3)] } },
    })
  })

  it('are warned of when they are many', () => {
    const page = Array.from({ length: 201 }, (_, id) => ({ id, ts: 1 }))
    expect(run([page.slice(0, 200)]).warnings).toEqual([])
    expect(run([page]).warnings).toEqual([expect.stringContaining('more than 200 rows')])
  })

  it('are never lost nor loaded twice, however runs are cut', () => {
    const rows = fc.array(fc.nat({ max: 5 }), { maxLength: 30 })
    fc.assert(
      fc.property(rows, fc.nat(30), fc.nat(30), (values, cut, overlap) => {
        const all = values.toSorted((a, b) => a - b).map((ts, id) => ({ id, ts }))
        const first = run([all.slice(0, cut)])
        const second = run([all.slice(Math.max(0, cut - overlap))], {}, first.state)
        expect([...first.kept, ...second.kept]).toEqual(all)
      }),
    )
  })
})

describe('a lag', () => {
  it('lets late rows in, and never takes the cursor back', () => {
    const { state } = run([at(10)], { lag: 3 })
    const late = run([at(6, 7, 8)], { lag: 3 }, state)
    expect(late.kept).toEqual([
      { id: 1, ts: 7 },
      { id: 2, ts: 8 },
    ])
    expect(late.state).toMatchObject({ incremental: { ts: { last_value: 10, unique_hashes: [] } } })
  })

  it('never goes behind the initial value', () => {
    const { state } = run([at(10)], { lag: 3, initialValue: 9 })
    expect(run([], { lag: 3, initialValue: 9 }, state).cursor.handle.startValue).toBe(9)
  })
})

describe('a row without a cursor value', () => {
  const rows = [{ id: 1 }, { id: 2, ts: null }, { id: 3, ts: 1 }]
  it('is taken, left out or an error', () => {
    expect(run([rows], { onCursorValueMissing: 'include' }).kept).toEqual(rows)
    expect(run([rows], { onCursorValueMissing: 'exclude' }).kept).toEqual(rows.slice(2))
    expect(() => run([rows])).toThrow(expect.objectContaining({ code: 'cursor_missing' }))
    expect(() => run([rows.slice(1)])).toThrow(expect.objectContaining({ code: 'cursor_null' }))
  })

  it('is an error where its type is another one', () => {
    expect(() => run([at(1, 'x')])).toThrow(expect.objectContaining({ code: 'cursor_type' }))
  })
})

describe('ordered rows', () => {
  it('end a run behind the end value, or below what was loaded before', () => {
    const up: Options = { rowOrder: 'asc', initialValue: 0, endValue: 5 }
    expect(run([at(1, 4)], up).cursor.isExhausted()).toBe(false)
    expect(run([at(1, 5)], up).cursor.isExhausted()).toBe(true)
    const { state } = run([at(4, 3)], { rowOrder: 'desc' })
    expect(run([[{ id: 0, ts: 6 }]], { rowOrder: 'desc' }, state).cursor.isExhausted()).toBe(false)
    expect(run([at(4)], { rowOrder: 'desc' }, state).cursor.isExhausted()).toBe(false)
    expect(run([at(4, 3)], { rowOrder: 'desc' }, state).cursor.isExhausted()).toBe(true)
  })
})

describe('times with and without a zone', () => {
  it('are told of once, and the naive one is read as UTC', () => {
    const rows = ['2024-01-01T23:00:00Z', '2024-01-02T00:00:00Z', '2024-01-03T00:00:00Z'].map((ts) => ({
      ts: new Date(ts),
    }))
    const { kept, warnings } = run([rows, rows.slice(1)], { initialValue: naive('2024-01-02T00:00:00') })
    expect(kept).toEqual([...rows.slice(1), ...rows.slice(1)])
    expect(warnings).toEqual([expect.stringContaining('read as UTC')])
  })
})
