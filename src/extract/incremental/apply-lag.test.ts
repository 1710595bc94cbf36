import { describe, expect, it } from 'vitest'
import type { LagDuration } from '../../contracts/incremental.ts'
import { PlainDate, Timestamp, type Value } from '../../values/kinds.ts'
import { applyLag } from './apply-lag.ts'

const HOUR = 3_600_000_000n

// expectations are what dlt's apply_lag gives, written in the format of the value
describe('a lag', () => {
  it.each<[Value, number | LagDuration, Value | undefined, 'max' | 'min', Value]>([
    [10, 3, undefined, 'max', 7],
    [10, 3, undefined, 'min', 13],
    [10, 2.5, undefined, 'max', 7],
    [10.5, 2, undefined, 'max', 8.5],
    [2n ** 60n, 1, undefined, 'max', 2n ** 60n - 1n],
    ['2024-03-01', 1, undefined, 'max', '2024-02-29'],
    ['20240301', 1, undefined, 'max', '20240229'],
    ['2024-03-01', { days: 1, hours: 12 }, undefined, 'max', '2024-02-28'],
    ['2024-01-01T02:00:00Z', 3600, undefined, 'max', '2024-01-01T01:00:00Z'],
    ['2024-01-01T02:00:00Z', { hours: 1 }, undefined, 'max', '2024-01-01T01:00:00Z'],
    ['2024-01-01T02:00:00.5+0200', 1, undefined, 'max', '2024-01-01T01:59:59.500000+0200'],
    ['2024-01-01T02:00', 60, undefined, 'min', '2024-01-01T02:01'],
    ['2024-01-01 02:00:00', 60, undefined, 'max', '2024-01-01 01:59:00'],
    ['2024-01-03T02:00:00Z', 1, '2024-01-01', 'max', '2024-01-02T00:00:00Z'],
    ['2024-01-03T02:00:00.0Z', 1, '2024-01-01', 'min', '2024-01-04T23:59:59.999999Z'],
    ['2024-01-03T01:00:00+02:00', 1, '2024-01-01', 'max', '2024-01-01T02:00:00+02:00'],
    [new Timestamp(5n * HOUR, 60), 3600, undefined, 'max', new Timestamp(4n * HOUR, 60)],
    [new Timestamp(25n * HOUR, null), 1, new PlainDate(0), 'max', new Timestamp(0n, null)],
    [new PlainDate(10), 2, undefined, 'max', new PlainDate(8)],
  ])('takes from %s the lag %o (initial %s, %s)', (value, lag, initial, last, expected) => {
    expect(applyLag(value, lag, { initial, last })).toEqual(expected)
  })

  it.each<[string, Value, number | LagDuration]>([
    ['from a text that is no time', 'abc', 1],
    ['from a flag', true, 1],
    ['of hours from a number', 5, { hours: 1 }],
  ])('cannot be taken %s', (_what, value, lag) => {
    expect(() => applyLag(value, lag, { initial: undefined, last: 'max' })).toThrow(
      expect.objectContaining({ code: 'invalid_lag' }),
    )
  })
})
