import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultRetry, isRetryableStatus, retryAfterMs, retryDelay } from './retry.ts'

const NOW = Date.UTC(2026, 0, 1)

describe('Retry-After', () => {
  test.for([
    ['3', 3000],
    ['0', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    [undefined, undefined],
    ['Thu, 01 Jan 2026 00:00:10 GMT', 10_000],
    ['Wed, 21 Oct 2015 07:28:00 GMT', undefined],
  ] as const)('%s asks for %s ms', ([header, ms]) => {
    expect(retryAfterMs(header, NOW)).toBe(ms)
  })
})

test('waits double, with jitter between half and the whole, and never pass the longest wait', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, jitter) => {
      const full = Math.min(1000 * 2 ** (attempt - 1), defaultRetry.maxDelayMs)
      const ms = retryDelay({ ...defaultRetry, jitter: () => jitter }, attempt, undefined)
      expect(ms).toBeGreaterThanOrEqual(full / 2)
      expect(ms).toBeLessThanOrEqual(full)
    }),
  )
  expect(retryDelay(defaultRetry, 1, 3_600_000)).toBe(defaultRetry.maxDelayMs)
})

test('429 and 5xx may go away, other statuses do not', () => {
  const statuses = [400, 401, 404, 408, 425, 429, 499, 500, 502, 503, 504, 599]
  expect(statuses.filter(isRetryableStatus)).toEqual([429, 500, 502, 503, 504, 599])
})
