import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loopGuard } from './loop-guard.ts'
import { stateKey } from './state-key.ts'

/** How many keys pass before a circle is seen; undefined: it is not within so many. */
function steps(guard: (key: string) => boolean, keyOf: (step: number) => string, most: number): number | undefined {
  for (let step = 0; step < most; step += 1) if (guard(keyOf(step))) return step
  return undefined
}

test('a key that comes a second time is seen at once among the first 10,000', () => {
  expect(steps(loopGuard(), (step) => String(step % 9_999), 20_000)).toBe(9_999)
})

test('a walk of 100,000 pages that never repeats passes', () => {
  expect(steps(loopGuard(), String, 100_000)).toBeUndefined()
})

test('circles behind the remembered keys are seen after a few rounds, wherever they begin', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 300 }), (lead, length) => {
      const circle = (step: number) => String(step < lead ? step : lead + ((step - lead) % length))
      const seen = steps(loopGuard(10), circle, 10_000)
      expect(seen).toBeGreaterThanOrEqual(lead + length)
      expect(seen).toBeLessThanOrEqual(10 + 3 * (lead + length) + 2)
    }),
  )
})

test('states that only counted on are the same place', () => {
  expect(stateKey({ cursor: 'a', seen: 2, total: 9, pages: 1 })).toBe(
    stateKey({ cursor: 'a', seen: 4, total: 9, pages: 2 }),
  )
  expect(stateKey({ cursor: 'a' })).not.toBe(stateKey({ cursor: 'b' }))
  const detected = (seen: number) => ({ detected: { type: 'cursor' as const, state: { cursor: 'a', seen } } })
  expect(stateKey(detected(1))).toBe(stateKey(detected(2)))
})
