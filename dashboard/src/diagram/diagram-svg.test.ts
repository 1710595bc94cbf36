import { expect, test } from 'vitest'
import { diagramSvg } from './diagram-svg.ts'
import { linkPath } from './link-path.ts'

const colors = {
  background: '#fff',
  table: '#fff',
  head: '#eee',
  line: '#ccc',
  text: '#000',
  soft: '#666',
  link: '#999',
}

test('a diagram is a file of its own, whatever tables are called', () => {
  const table = {
    name: 'a<b>&c',
    columns: [{ name: 'id', type: 'bigint', key: 'PK' as const }],
    more: 2,
    width: 150,
    height: 76,
    x: 0,
    y: 0,
  }
  const svg = diagramSvg({ tables: [table], links: [], width: 150, height: 76 }, colors)
  expect(svg).toContain('viewBox="-16 -16 182 108"')
  expect(svg).toContain('a&lt;b&gt;&amp;c')
  expect(svg).toContain('PK id')
  expect(svg).toContain('2 more')
})

test('a line goes through its points in bends', () => {
  expect(
    linkPath([
      { x: 0, y: 0 },
      { x: 10, y: 20 },
    ]),
  ).toBe('M0,0C5,0 5,20 10,20')
  expect(linkPath([])).toBe('')
})
