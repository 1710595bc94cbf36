import { describe, expect, test } from 'vitest'
import type { CheckList } from '../../../../src/dashboard/api/checks.ts'
import type { Health, RunSummary } from '../../../../src/dashboard/api/pipelines.ts'
import { compareRows, differenceInWords, runBefore } from './compare-rows.ts'
import { checksInWords, headlineOf, worse } from './headline.ts'

function run(changes: Partial<RunSummary> = {}): RunSummary {
  return {
    run: 'r1',
    startedAt: '2026-11-26T09:00:00Z',
    finishedAt: '2026-11-26T09:00:01Z',
    seconds: 0.9,
    outcome: 'completed',
    rowCounts: { users: 1200, stories: 4, empty: 0 },
    rows: 1204,
    packages: 1,
    warnings: 0,
    added: [],
    resumed: 0,
    ...changes,
  }
}

describe('the last run in a sentence', () => {
  test('counts rows and the tables that got some', () => {
    expect(headlineOf(run(), 0)).toEqual({ health: 'good', text: 'Loaded 1,204 rows into 2 tables in 900 ms' })
  })

  test('says when nothing was new, what waits, and what failed', () => {
    expect(headlineOf(run({ rows: 0, rowCounts: {} }), 0).text).toBe('Nothing new to load: the last run took 900 ms')
    expect(headlineOf(run(), 2)).toEqual({
      health: 'warning',
      text: '2 packages wait to be loaded; the last run took 900 ms',
    })
    expect(headlineOf(run({ outcome: 'failed' }), 1)).toEqual({
      health: 'bad',
      text: 'The last run failed after 900 ms',
    })
    expect(headlineOf(undefined, 0).health).toBe('unknown')
  })

  test('takes the worse of two, and nothing for worse because it is not known', () => {
    expect(worse('good', 'warning')).toBe('warning')
    expect(worse('bad', 'warning')).toBe('bad')
    expect(worse('good', 'unknown')).toBe('good')
  })
})

test('checks are told in words, bad ones by their number', () => {
  const list = (...healths: readonly Health[]): CheckList => ({
    health: 'good',
    checks: healths.map((health) => ({ name: 'types', question: '', answer: '', findings: [], health })),
  })
  expect(checksInWords(list('good', 'good', 'good', 'good', 'good'))).toBe('all five checks good')
  expect(checksInWords(list('good', 'bad', 'warning', 'unknown', 'good'))).toBe(
    'checks: 2 good, 1 failed, 1 to look at, 1 not answered',
  )
})

describe('rows beside those of the run before', () => {
  test('pass over failed runs, and have tables that are gone', () => {
    const last = run()
    const failed = run({ run: 'r0', outcome: 'failed', rowCounts: {}, rows: 0 })
    const old = run({ run: 'r-1', rowCounts: { users: 1000, gone: 7 } })
    const before = runBefore([last, failed, old], last)
    expect(before?.run).toBe('r-1')
    expect(compareRows(last, before)).toEqual([
      { table: 'users', rows: 1200, before: 1000 },
      { table: 'stories', rows: 4, before: undefined },
      { table: 'empty', rows: 0, before: undefined },
      { table: 'gone', rows: 0, before: 7 },
    ])
  })

  test('are told by their difference', () => {
    expect([differenceInWords(5, 5), differenceInWords(1205, 5), differenceInWords(2, 5)]).toEqual([
      'same',
      '+1,200',
      '−3',
    ])
  })

  test('need a run before', () => {
    expect(runBefore([run()], run())).toBeUndefined()
    expect(runBefore([], run())).toBeUndefined()
  })
})
