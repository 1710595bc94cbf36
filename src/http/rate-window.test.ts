import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Departure, type RateLimit, rateWindow } from './rate-window.ts'

/** Requests that all want to go at once, on a clock of the test's; when each left and when it arrived. */
function walked(limit: RateLimit, trips: readonly { readonly arrivesMs: number; readonly answerMs: number }[]) {
  const window = rateWindow(limit)
  const underway: { readonly departure: Departure; readonly answeredAt: number }[] = []
  let now = 0
  return trips.map(({ arrivesMs, answerMs }) => {
    for (;;) {
      const wait = window.waitMs(now)
      const answer = underway.toSorted((a, b) => a.answeredAt - b.answeredAt)[0]
      if (answer !== undefined && answer.answeredAt <= now + wait) {
        now = Math.max(now, answer.answeredAt)
        answer.departure.answeredAt = answer.answeredAt
        underway.splice(underway.indexOf(answer), 1)
      } else if (wait > 0) now += wait
      else break
    }
    const departure = window.depart(now)
    underway.push({ departure, answeredAt: now + arrivesMs + answerMs })
    return { left: now, arrived: now + arrivesMs }
  })
}

function fullestWindow(times: readonly number[], perMs: number): number {
  return Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + perMs).length))
}

// A request that is longer than half a second on its way cannot be told from one that has arrived.
const trip = fc.record({ arrivesMs: fc.integer({ min: 0, max: 499 }), answerMs: fc.integer({ min: 0, max: 3000 }) })

test('no window of the server’s clock holds more requests than allowed, however long they are on their way', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 }).chain((requests) =>
        fc.record({
          requests: fc.constant(requests),
          per: fc.integer({ min: 1, max: 5 }),
          burst: fc.option(fc.integer({ min: 1, max: requests }), { nil: requests }),
        }),
      ),
      fc.array(trip, { minLength: 20, maxLength: 60 }),
      (limit, trips) => {
        const arrivals = walked(limit, trips).map(({ arrived }) => arrived)
        expect(fullestWindow(arrivals, limit.per * 1000 - 1e-6)).toBeLessThanOrEqual(limit.requests)
      },
    ),
  )
})

describe('a burst', () => {
  const quick = Array.from({ length: 12 }, () => ({ arrivesMs: 0, answerMs: 0 }))
  const departures = (limit: RateLimit) => walked(limit, quick).map(({ left }) => Math.round(left))

  test('is the whole number by default', () => {
    expect(departures({ requests: 5, per: 1 })).toEqual([0, 0, 0, 0, 0, 1000, 1000, 1000, 1000, 1000, 2000, 2000])
  })

  test('of one spreads requests evenly', () => {
    expect(departures({ requests: 4, per: 1, burst: 1 })).toEqual(quick.map((_, index) => index * 250))
  })
})

test.for([
  [{ requests: 0.5, per: 1 }, 'rateLimit: requests is 0.5', 'requests 1, per 2'],
  [{ requests: 5, per: 0 }, 'rateLimit: per is 0', 'more than 0'],
  [{ requests: 5, per: 1, burst: 6 }, 'rateLimit: burst is 6', 'from 1 to 5'],
] as const)('%j is no limit', ([limit, message, hint]) => {
  expect(() => rateWindow(limit)).toThrow(
    expect.objectContaining({ code: 'invalid_config', message, hint: expect.stringContaining(hint) }),
  )
})
