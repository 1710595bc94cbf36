import { expect, test } from 'vitest'
import { crashPaginators } from './crash-paginators.ts'
import { pagingCampaign } from './paging-life.ts'

// npm run crash -- --paginator all has all of them, and more kills.
test.for([
  { paginator: 'cursor', concurrency: 1 },
  { paginator: 'offset', concurrency: 4 },
  { paginator: 'auto', concurrency: 1 },
] as const)(
  'a load by the $paginator paginator, $concurrency page(s) at once, that is killed at any point loses no row and doubles none',
  { timeout: 600_000 },
  async (how) => {
    const { faults, kills } = await pagingCampaign({ ...how, kills: 2, seed: 7 })
    expect(faults).toEqual([])
    expect(kills).toBe(2)
  },
)

test('a paginator that there is not is an error that names those that there are', async () => {
  const asked = crashPaginators({ paginator: 'x', kills: 1, seed: 1, parallel: 1, say: () => {} })
  await expect(asked).rejects.toThrow('there is no paginator x: cursor, offset, page_number')
})
