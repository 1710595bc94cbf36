import { expect, test } from 'vitest'
import { centred, fitted, inSight, LARGEST, SMALLEST, zoomed } from './pan-zoom.ts'

test('zooming leaves the point below the pointer where it is', () => {
  const sight = { x: 30, y: 10, scale: 0.5 }
  const next = zoomed(sight, 1.5, { x: 200, y: 100 })
  const point = (one: typeof sight) => [(200 - one.x) / one.scale, (100 - one.y) / one.scale]
  expect(next.scale).toBe(0.75)
  expect(point(next)[0]).toBeCloseTo(point(sight)[0] ?? 0)
  expect(point(next)[1]).toBeCloseTo(point(sight)[1] ?? 0)
})

test('zooming ends where nothing could be seen', () => {
  expect(zoomed({ x: 0, y: 0, scale: 1 }, 100, { x: 0, y: 0 }).scale).toBe(LARGEST)
  expect(zoomed({ x: 0, y: 0, scale: 1 }, 0.0001, { x: 0, y: 0 }).scale).toBe(SMALLEST)
})

test('a drawing is fitted into the middle, and a small one is not made larger', () => {
  expect(fitted({ width: 2000, height: 500 }, { width: 1048, height: 600 })).toEqual({ scale: 0.5, x: 24, y: 175 })
  expect(fitted({ width: 100, height: 100 }, { width: 1000, height: 600 })).toEqual({ scale: 1, x: 450, y: 250 })
  expect(fitted({ width: 0, height: 0 }, { width: 10, height: 10 }).scale).toBe(1)
})

test('a part is brought into the middle at a scale at which it can be read', () => {
  const sight = centred(
    { x: 0, y: 0, scale: 0.1 },
    { x: 1000, y: 1000, width: 200, height: 100 },
    { width: 800, height: 600 },
  )
  expect(sight).toEqual({ scale: 0.7, x: 400 - 770, y: 300 - 735 })
})

test('what is in sight is what lies in the view, or nearly', () => {
  const part = (x: number, y: number) => ({ x, y, width: 100, height: 100 })
  const parts = [part(0, 0), part(5000, 0), part(0, 5000), part(1050, 0)]
  expect(inSight(parts, { x: 0, y: 0, scale: 1 }, { width: 1000, height: 600 })).toEqual([part(0, 0), part(1050, 0)])
  expect(inSight(parts, { x: -2500, y: 0, scale: 0.5 }, { width: 1000, height: 600 })).toEqual([part(5000, 0)])
})
