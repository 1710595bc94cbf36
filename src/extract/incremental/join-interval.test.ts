import { describe, expect, it } from 'vitest'
import { externalSchedule } from '../../config/external-interval.ts'
import { PlainDate } from '../../values/kinds.ts'
import { toValue } from '../../values/to-value.ts'
import { joinInterval } from './join-interval.ts'
import { plainValue } from './plain-value.ts'

const DAY = { DLT_INTERVAL_START: '2024-01-02T00:00:00Z', DLT_INTERVAL_END: '2024-01-03' }

const rangeOf = (incremental: Parameters<typeof joinInterval>[0], env: Record<string, string> = DAY) => {
  const joined = joinInterval(incremental, externalSchedule(env), 'orders')
  return [joined.initialValue, joined.endValue].map((value) => plainValue(toValue(value) ?? undefined))
}

describe("a scheduler's interval", () => {
  it('is followed where the incremental or the environment says so', () => {
    expect(rangeOf({ cursorPath: 'at' })).toEqual([undefined, undefined])
    const range = ['2024-01-02T00:00:00+00:00', '2024-01-03T00:00:00+00:00']
    expect(rangeOf({ cursorPath: 'at', allowExternalSchedulers: true })).toEqual(range)
    expect(rangeOf({ cursorPath: 'at' }, { ...DAY, DLT_ALLOW_EXTERNAL_SCHEDULERS: 'true' })).toEqual(range)
    const refused = { cursorPath: 'at', allowExternalSchedulers: false }
    expect(rangeOf(refused, { ...DAY, DLT_ALLOW_EXTERNAL_SCHEDULERS: '1' })).toEqual([undefined, undefined])
  })

  it('takes the type of the initial value', () => {
    const follow = { cursorPath: 'at', allowExternalSchedulers: true }
    expect(rangeOf({ ...follow, initialValue: 0 })).toEqual([1_704_153_600, 1_704_240_000])
    expect(rangeOf({ ...follow, initialValue: new PlainDate(0) })).toEqual(['2024-01-02', '2024-01-03'])
    expect(rangeOf({ ...follow, initialValue: new Date('2020-01-01') })[0]).toBe('2024-01-02T00:00:00+00:00')
  })

  it('never goes beyond the range that is configured', () => {
    const follow = { cursorPath: 'at', allowExternalSchedulers: true }
    const initialValue = '2024-01-02T12:00:00Z'
    expect(rangeOf({ ...follow, initialValue, endValue: '2024-01-02T18:00:00Z' })).toEqual([
      initialValue,
      '2024-01-02T18:00:00Z',
    ])
    expect(rangeOf({ ...follow, initialValue: '2023-01-01T00:00:00Z', endValue: '2025-01-01T00:00:00Z' })).toEqual([
      '2024-01-02T00:00:00+00:00',
      '2024-01-03T00:00:00+00:00',
    ])
  })

  it('that is missing or is no time says which variables to set', () => {
    const follow = { cursorPath: 'at', allowExternalSchedulers: true }
    expect(() => rangeOf(follow, { DLT_INTERVAL_START: '2024-01-02' })).toThrow(
      expect.objectContaining({ code: 'no_interval', hint: expect.stringContaining('DLT_INTERVAL_END') }),
    )
    expect(() => rangeOf(follow, { DLT_INTERVAL_START: 'monday', DLT_INTERVAL_END: 'friday' })).toThrow(
      'DLT_INTERVAL_START is "monday", which is not an ISO time',
    )
  })
})
