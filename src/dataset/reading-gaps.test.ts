import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createReadingGaps } from './reading-gaps.ts'

const GAP = { openMs: 50, gapMs: 200 }

/** Three readers that leave no moment between them, for so long; gives the longest time in which nobody read. */
async function longestGap(ms: number): Promise<number> {
  const gaps = createReadingGaps(GAP)
  const end = performance.now() + ms
  let [inside, left, longest] = [0, performance.now(), 0]
  const reader = async (every: number) => {
    while (performance.now() < end) {
      await gaps.run(
        'shop',
        async () => true,
        async () => {
          if (inside === 0) longest = Math.max(longest, performance.now() - left)
          inside += 1
          await wait(every)
          inside -= 1
          left = performance.now()
        },
      )
    }
  }
  await Promise.all([reader(7), reader(11), reader(13)])
  return longest
}

test('readings that follow on each other leave gaps while somebody wants the file', async () => {
  expect(await longestGap(1000)).toBeGreaterThanOrEqual(GAP.gapMs - 2)
})

test('nobody waits where nobody wants it', async () => {
  const gaps = createReadingGaps(GAP)
  const wanted = async () => false
  const long = gaps.run('shop', wanted, () => wait(3 * GAP.openMs))
  await wait(2 * GAP.openMs)
  let hasWaited = false
  setImmediate(() => {
    hasWaited = true
  })
  expect(await gaps.run('shop', wanted, async () => hasWaited)).toBe(false)
  await long
})

test('readings of others go on in a gap, and what goes wrong is told', async () => {
  const gaps = createReadingGaps(GAP)
  const wanted = async () => true
  await gaps.run('shop', wanted, () => wait(80))
  const order: string[] = []
  const late = gaps.run('shop', wanted, async () => order.push('shop'))
  await gaps.run('other', wanted, async () => order.push('other'))
  await late
  expect(order).toEqual(['other', 'shop'])
  const failing = gaps.run('shop', wanted, () => Promise.reject(new Error('no such table')))
  await expect(failing).rejects.toThrow('no such table')
})
