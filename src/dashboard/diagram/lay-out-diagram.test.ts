import { describe, expect, test } from 'vitest'
import { layOutDiagram } from './lay-out-diagram.ts'

const box = (name: string, height = 100) => ({ name, width: 200, height })
const shop = {
  boxes: [box('users'), box('lonely', 60), box('users__tags'), box('users__tags__deep'), box('orders', 240)],
  links: [
    { from: 'users__tags', to: 'users' },
    { from: 'users__tags__deep', to: 'users__tags' },
    { from: 'orders', to: 'users' },
    { from: 'orders', to: 'orders' },
  ],
}

describe('the layout of a diagram', () => {
  test('puts nothing on anything else, and all of it within its size', () => {
    const { boxes, width, height } = layOutDiagram(shop)
    const placed = shop.boxes.map((one, index) => ({ ...one, ...(boxes[index] ?? { x: Number.NaN, y: Number.NaN }) }))
    for (const a of placed) {
      expect(a.x).toBeGreaterThanOrEqual(0)
      expect(a.x + a.width).toBeLessThanOrEqual(width + 0.5)
      expect(a.y + a.height).toBeLessThanOrEqual(height + 0.5)
      for (const b of placed) {
        if (a === b) continue
        const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
        expect(apart, `${a.name} and ${b.name}`).toBe(true)
      }
    }
  })

  test('leads from the left to what is nested', () => {
    const { boxes, links } = layOutDiagram(shop)
    const x = (name: string) => boxes[shop.boxes.findIndex((one) => one.name === name)]?.x ?? Number.NaN
    expect(x('users')).toBeLessThan(x('users__tags'))
    expect(x('users__tags')).toBeLessThan(x('users__tags__deep'))
    expect(links).toHaveLength(shop.links.length)
    expect(links.every((points) => points.length >= 2)).toBe(true)
  })

  test('is about as wide as a screen for many boxes without links', () => {
    const many = Array.from({ length: 300 }, (_, index) => box(`t${index}`))
    const { width, height } = layOutDiagram({ boxes: many, links: [] })
    expect(width / height).toBeGreaterThan(1)
    expect(width / height).toBeLessThan(2.5)
  })

  test('is empty for no boxes', () => {
    expect(layOutDiagram({ boxes: [], links: [] })).toEqual({ boxes: [], links: [], width: 0, height: 0 })
  })

  test('draws no line to what is not there', () => {
    const { links } = layOutDiagram({ boxes: [box('a')], links: [{ from: 'a', to: 'gone' }] })
    expect(links).toEqual([[]])
  })
})
