import { expect, test } from 'vitest'
import { mostPagesAgain, pagesAgain } from './pages-again.ts'

const run = { pages: 120, kills: 3, seed: 5, signal: 'SIGKILL', checkpointPages: 15 } as const

test.for([
  { shape: 'cursor', pageLog: true },
  { shape: 'cursor', pageLog: false },
  { shape: 'parents', pageLog: true },
  { shape: 'parents', pageLog: false },
] as const)(
  'a run ($shape, page log: $pageLog) that is killed fetches again no more than was in flight, or a segment',
  { timeout: 600_000 },
  async (how) => {
    const { mostAtOnce, missing, kills } = await pagesAgain({ ...run, ...how })
    expect(kills).toBe(3)
    expect(missing).toBe(0)
    expect(mostAtOnce).toBeLessThanOrEqual(mostPagesAgain({ ...run, ...how }))
  },
)

test('a run that is asked to stop keeps the page that was under way', { timeout: 600_000 }, async () => {
  const { again, missing } = await pagesAgain({ ...run, shape: 'cursor', pageLog: true, signal: 'SIGTERM' })
  expect({ again, missing }).toEqual({ again: 0, missing: 0 })
})
