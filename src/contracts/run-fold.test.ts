import { describe, expect, test } from 'vitest'
import type { RunEvent } from './events.ts'
import { createRunFold } from './run-fold.ts'

const BEGIN = { run: '00000001-x', pid: 7, startedAt: '2026-01-01T00:00:00.000Z' }

const fold = (...events: readonly (readonly [number, RunEvent])[]) => {
  const folded = createRunFold(BEGIN)
  for (const [t, event] of events) folded.add(event, t)
  return folded
}

const step = (name: 'extract' | 'load') => ({ type: 'step-started', step: name, at: 0 }) as const
const ended = (name: 'extract' | 'load' | 'normalize', seconds: number, error?: string) =>
  ({ type: 'step-finished', step: name, at: 0, startedAt: 0, seconds, ...(error && { error }) }) as const
const request = (status: number, attempt = 1) => ({ type: 'request', url: 'u', status, attempt, ms: 1 }) as const
const job = (state: 'started' | 'loaded', loadId: string, rows = 5) =>
  ({ type: 'job', table: 'users', job: `${loadId}${rows}`, state, loadId, rows, bytes: 1 }) as const

describe('the fold of a run', () => {
  test('knows a run that has only begun', () => {
    expect(fold().progress(40)).toMatchObject({ ...BEGIN, status: 'running', elapsed: 40, steps: [], tables: [] })
  })

  test('takes counts of events as totals', () => {
    const { resources, tables, totals } = fold(
      [1, { type: 'page', resource: 'users', pages: 1, rows: 10, bytes: 100 }],
      [2, { type: 'page', resource: 'users', pages: 2, rows: 20, bytes: 200 }],
      [3, { type: 'paging', resource: 'users', paginator: 'json_link', path: '$.next' }],
      [4, { type: 'rows', table: 'users', rows: 20 }],
      [4, { type: 'rows', table: 'users__tags', rows: 7 }],
      [4, { type: 'rows', table: '_dlt_pipeline_state', rows: 1 }],
    ).progress(5)
    expect(resources).toEqual([{ name: 'users', pages: 2, rows: 20, bytes: 200, paging: 'json_link at $.next' }])
    expect(tables.map(({ name, rows }) => [name, rows])).toContainEqual(['users__tags', 7])
    expect(totals).toMatchObject({ pages: 2, rows: 27, bytes: 200 })
  })

  test('goes back to extracting behind the load of a checkpoint', () => {
    const folded = fold([1, step('extract')], [5, step('load')])
    expect(folded.progress(6).step).toBe('load')
    folded.add(ended('load', 0.004), 9)
    expect(folded.progress(9)).toMatchObject({ step: 'extract', steps: [{ step: 'extract' }, { seconds: 0.004 }] })
  })

  test('tells the error of a step and of the run, which ends all steps', () => {
    const error = { code: 'http_error', message: 'status 500', hint: 'try later' }
    const progress = fold(
      [1, step('extract')],
      [4, ended('extract', 0.003, 'http_error')],
      [6, { type: 'run-finished', at: 6, outcome: 'failed', error }],
    ).progress(900)
    expect(progress).toMatchObject({ status: 'failed', elapsed: 6, error, steps: [{ error: 'http_error' }] })
    expect(progress.step).toBeUndefined()
  })

  test('counts requests, those that were refused and those that were tried again', () => {
    const { totals } = fold([1, request(200)], [2, request(429)], [3, request(0, 2)], [4, request(200, 3)]).progress(5)
    expect(totals).toMatchObject({ requests: 4, refused: 2, retries: 2 })
  })

  test('counts a package of an earlier run as rows of this one, and its own only once', () => {
    const progress = fold(
      [1, job('started', 'old', 3)],
      [2, { type: 'rows', table: 'posts', rows: 4 }],
      [3, { type: 'package', loadId: 'own', state: 'sealed', rows: 4, bytes: 9 }],
      [4, { ...job('started', 'own', 4), table: 'posts' }],
    ).progress(5)
    expect(progress.tables).toMatchObject([
      { name: 'users', rows: 3, jobs: 1 },
      { name: 'posts', rows: 4, jobs: 1 },
    ])
    expect(progress.packages).toEqual([{ loadId: 'own', state: 'sealed', at: 3, rows: 4, bytes: 9 }])
  })

  test('counts the jobs of a package that failed as failed, but for those that were loaded', () => {
    const { tables } = fold(
      [1, job('started', 'a', 1)],
      [2, job('started', 'a', 2)],
      [3, job('loaded', 'a', 1)],
      [4, { type: 'package', loadId: 'a', state: 'failed' }],
    ).progress(5)
    expect(tables).toMatchObject([{ jobs: 2, loaded: 1, failed: 1 }])
  })

  test('keeps a hundred warnings, each once, and says how many more there were', () => {
    const folded = fold()
    for (let n = 0; n < 103; n++) folded.add({ type: 'warning', code: 'w', message: `${n}` }, n)
    folded.add({ type: 'warning', code: 'w', message: '5' }, 200)
    const { warnings } = folded.progress(201)
    expect(warnings).toHaveLength(101)
    expect(warnings.at(-1)?.message).toBe('3 further warnings were not kept here.')
  })
})

describe('waiting', () => {
  const limit = (ms: number, why = 'rate limit') => ({ type: 'waiting', why, ms }) as const
  const lock = { type: 'waiting', why: 'a lock', ms: 300_000, atMost: true } as const

  test('holds to the end of a limit whatever else goes on, and to what moves next for a lock', () => {
    const limited = fold([100, limit(50)], [120, request(200)])
    expect([limited.progress(130).waiting, limited.progress(150).waiting]).toEqual(['rate limit', undefined])
    const locked = fold([100, lock])
    expect(locked.progress(5000)).toMatchObject({ waiting: 'a lock', totals: { waitedMs: 4900, waits: 1 } })
    locked.add(job('started', 'a'), 6000)
    expect(locked.progress(9000)).toMatchObject({ totals: { waitedMs: 5900 }, waits: [{ ms: 5900, times: 1 }] })
    expect(locked.progress(9000).waiting).toBeUndefined()
  })

  test('counts what waits beside another once', () => {
    const folded = fold([100, limit(50)], [110, limit(50)], [120, limit(10, 'status 429')])
    expect(folded.progress(1000)).toMatchObject({
      totals: { waitedMs: 60, waits: 3 },
      waits: [
        { why: 'rate limit', times: 2, ms: 60 },
        { why: 'status 429', times: 1, ms: 10 },
      ],
    })
  })

  test('counts what lies ahead only once it is over', () => {
    expect(fold([100, limit(50)]).progress(120).totals.waitedMs).toBe(20)
    const stopped = fold([100, limit(50)], [110, { type: 'run-finished', at: 0, outcome: 'failed' }])
    expect(stopped.progress(1000).totals.waitedMs).toBe(10)
  })

  test('keeps forty reasons apart', () => {
    const folded = fold()
    for (let n = 0; n < 60; n++) folded.add(limit(1, `session ${n}`), n * 10)
    const { waits, totals } = folded.progress(1000)
    expect(waits).toHaveLength(40)
    expect(waits.at(-1)).toMatchObject({ why: 'other reasons' })
    expect(waits.reduce((sum, { times }) => sum + times, 0)).toBe(60)
    expect(totals.waits).toBe(60)
  })
})

describe('rates and plots', () => {
  const rows = (count: number): RunEvent => ({ type: 'rows', table: 'users', rows: count })

  test('rates are of the last five seconds, and of a run that is over of all of it', () => {
    const folded = fold()
    for (let second = 0; second <= 20; second++) {
      folded.add(rows(Math.min(second, 10) * 1000), second * 1000)
      folded.tick(second * 1000, 1)
      if (second === 10) expect(folded.progress(10_000).totals.rowsPerSecond).toBe(1000)
    }
    expect(folded.progress(20_000).totals.rowsPerSecond).toBe(0)
    folded.add({ type: 'run-finished', at: 0, outcome: 'completed' }, 20_000)
    expect(folded.progress(90_000).totals.rowsPerSecond).toBe(500)
  })

  test('a run of ten hours has no more than 600 points, evenly apart, the last of them now', () => {
    const folded = fold()
    for (let t = 0; t <= 36_000_000; t += 1000) {
      folded.add(rows(t), t)
      folded.tick(t, 5)
    }
    const { series } = folded.progress(36_000_500)
    expect(series.length).toBeGreaterThan(250)
    expect(series.length).toBeLessThanOrEqual(600)
    expect(series[0]?.t).toBe(0)
    expect(series.at(-1)).toMatchObject({ t: 36_000_500, rows: 36_000_000, memory: 5 })
    const gaps = series.slice(1, -1).map((point, index) => point.t - (series[index]?.t ?? 0))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(Math.min(...gaps) * 2)
  })
})

describe('what changed', () => {
  const events: readonly RunEvent[] = [
    { type: 'run-started', run: BEGIN.run, at: 0 },
    step('extract'),
    { type: 'page', resource: 'users', pages: 1, rows: 10, bytes: 100 },
    { type: 'rows', table: 'users', rows: 10 },
    request(429),
    { type: 'waiting', why: 'status 429', ms: 30 },
    { type: 'warning', code: 'w', message: 'look' },
    { type: 'page', resource: 'users', pages: 2, rows: 20, bytes: 200 },
    ended('extract', 0.3),
    ended('normalize', 0.1),
    { type: 'package', loadId: 'a', state: 'sealed', rows: 10, bytes: 4 },
    step('load'),
    job('started', 'a'),
    job('loaded', 'a'),
    { type: 'package', loadId: 'a', state: 'loaded' },
    ended('load', 0.2),
    { type: 'run-finished', at: 1, outcome: 'completed' },
  ]

  test('makes the same progress elsewhere, wherever it is cut and whatever becomes a whole', () => {
    for (const every of [1, 2, 3, 5, 40]) {
      const here = createRunFold(BEGIN)
      let there = createRunFold()
      events.forEach((event, index) => {
        const t = index * 10
        here.add(event, t)
        if (index % every !== 0) return
        here.tick(t, 1000 + index)
        const patch = here.takeChanges(t)
        if (patch) there.patch(JSON.parse(JSON.stringify(patch)))
        if (index !== 6) return
        there = createRunFold()
        there.patch(JSON.parse(JSON.stringify(here.whole(t))))
      })
      const patch = here.takeChanges(events.length * 10)
      if (patch) there.patch(JSON.parse(JSON.stringify(patch)))
      const [{ series: _, ...own }, { series: __, ...other }] = [here.progress(500), there.progress(500)]
      expect(other).toEqual(own)
    }
  })

  test('is told once', () => {
    const folded = fold([1, { type: 'rows', table: 'users', rows: 1 }])
    expect(folded.takeChanges(2)).toMatchObject({ t: 2, tables: [{ name: 'users', rows: 1 }] })
    expect(folded.takeChanges(3)).toBeUndefined()
  })
})
