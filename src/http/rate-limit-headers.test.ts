import { describe, expect, test } from 'vitest'
import { remainingRequests } from './rate-limit-headers.ts'

const NOW = Date.UTC(2026, 0, 1)
const EPOCH = NOW / 1000

describe('what an answer says of the requests that are left', () => {
  test.for([
    [{ 'ratelimit-remaining': '5', 'ratelimit-reset': '30' }, 5, 30_000],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1.5' }, 0, 1500],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${EPOCH + 60}` }, 0, 60_000],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${NOW + 60_000}` }, 0, 60_000],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2026-01-01T00:00:09Z' }, 0, 9000],
    [{ 'x-rate-limit-remaining': '3', 'x-rate-limit-reset': `${EPOCH + 2}` }, 3, 2000],
    [{ ratelimit: '"default";r=50;t=30' }, 50, 30_000],
    [{ ratelimit: '"day";r=900;t=4000, "burst";r=0;t=7' }, 0, 7000],
    [{ ratelimit: 'limit=100, remaining=0, reset=7' }, 0, 7000],
    [{ 'x-ratelimit-remaining': '40, 0', 'x-ratelimit-reset': '9' }, 0, 9000],
    [{ 'x-ratelimit-remaining': '-1', 'x-ratelimit-reset': '9' }, 0, 9000],
    // The server's clock is an hour ahead; what counts is its own difference.
    [
      { date: 'Thu, 01 Jan 2026 01:00:00 GMT', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${EPOCH + 3610}` },
      0,
      10_000,
    ],
  ] as const)('%j', ([headers, remaining, resetMs]) => {
    expect(remainingRequests(new Map(Object.entries(headers)), NOW)).toEqual({ remaining, resetMs })
  })

  test.for([
    [{}],
    [{ 'ratelimit-limit': '100' }],
    [{ 'ratelimit-remaining': '0' }],
    [{ 'ratelimit-remaining': '', 'ratelimit-reset': '5' }],
    [{ 'ratelimit-remaining': 'lots', 'ratelimit-reset': '5' }],
    [{ 'ratelimit-remaining': '0', 'ratelimit-reset': 'soon' }],
    [{ 'ratelimit-remaining': '0', 'ratelimit-reset': '0' }],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${EPOCH - 60}` }],
    [{ ratelimit: '"default"' }],
  ] as const)('%j says nothing that can be used', ([headers]) => {
    expect(remainingRequests(new Map(Object.entries(headers)), NOW)).toBeUndefined()
  })
})
