import { expect, it } from 'vitest'
import { createTurns } from './turns.ts'

it('lets so many run at once, in the order they came, and goes on after one that fails', async () => {
  const turn = createTurns(3)
  const began: number[] = []
  let running = 0
  let most = 0
  const done = await Promise.allSettled(
    Array.from({ length: 10 }, (_, number) =>
      turn(async () => {
        began.push(number)
        most = Math.max(most, ++running)
        await new Promise(setImmediate)
        running -= 1
        if (number === 4) throw new Error('no')
        return number
      }),
    ),
  )
  expect(most).toBe(3)
  expect(began).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(done.filter(({ status }) => status === 'rejected')).toHaveLength(1)
})
