import { describe, expect, test } from 'vitest'
import type { SchemaShape, TableShape } from '../../../src/dashboard/api/schema.ts'
import { aroundTable, diagramGraph } from './diagram-graph.ts'
import { layOutDiagram } from './diagram-layout.ts'

const table = (name: string, columns: readonly string[], parent?: string): TableShape => ({
  name,
  schema: 's',
  system: name.startsWith('_dlt'),
  seen: true,
  hints: {},
  columns: columns.map((column) => ({
    name: column,
    type: 'text',
    nullable: true,
    hints: column === 'id' ? ['primary_key'] : [],
  })),
  ...(parent && { parent }),
})
const nested = (child: string, parent: string): SchemaShape['references'][number] => ({
  table: child,
  columns: ['_dlt_parent_id'],
  to: parent,
  toColumns: ['_dlt_id'],
  cardinality: 'many_to_one',
  label: '_dlt_parent',
})
const schema: SchemaShape = {
  name: 's',
  version: 1,
  hash: 'h',
  tables: [
    table('users', ['name', 'id', '_dlt_id', '_dlt_load_id']),
    table('users__tags', ['value', '_dlt_parent_id', '_dlt_id'], 'users'),
    table('users__tags__deep', ['value'], 'users__tags'),
    table('lonely', ['a']),
    table('_dlt_loads', ['load_id']),
  ],
  references: [nested('users__tags', 'users'), nested('users__tags__deep', 'users__tags')],
}

describe('the graph of a diagram', () => {
  test('shows keys first, then what links tables, and leaves out what every table has', () => {
    const graph = diagramGraph([schema], false)
    expect(graph.tables.map((one) => one.name)).toEqual(['users', 'users__tags', 'users__tags__deep', 'lonely'])
    expect(graph.tables[0]).toMatchObject({
      columns: [{ name: 'id', key: 'PK' }, { name: '_dlt_id' }, { name: 'name' }],
      more: 1,
    })
    expect(graph.tables[1]?.columns[0]).toEqual({ name: '_dlt_parent_id', type: 'text', key: 'FK' })
  })

  test('is narrowed to a table and its neighbours', () => {
    const graph = diagramGraph([schema], false)
    const names = (steps: number) => aroundTable(graph, 'users', steps).tables.map((one) => one.name)
    expect(names(1)).toEqual(['users', 'users__tags'])
    expect(names(2)).toEqual(['users', 'users__tags', 'users__tags__deep'])
  })
})

describe('the layout of a diagram', () => {
  test('puts nothing on anything else', () => {
    const { tables, width, height } = layOutDiagram(diagramGraph([schema], true))
    expect(tables).toHaveLength(5)
    for (const a of tables) {
      expect(a.x).toBeGreaterThanOrEqual(0)
      expect(a.x + a.width).toBeLessThanOrEqual(width + 0.5)
      expect(a.y + a.height).toBeLessThanOrEqual(height + 0.5)
      for (const b of tables) {
        if (a === b) continue
        const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
        expect(apart, `${a.name} and ${b.name}`).toBe(true)
      }
    }
  })

  test('leads from the left to what is nested', () => {
    const { tables, links } = layOutDiagram(diagramGraph([schema], false))
    const x = (name: string) => tables.find((one) => one.name === name)?.x ?? Number.NaN
    expect(x('users')).toBeLessThan(x('users__tags'))
    expect(x('users__tags')).toBeLessThan(x('users__tags__deep'))
    expect(links.every((link) => link.points.length >= 2)).toBe(true)
  })

  test('is about as wide as a screen for many tables without links', () => {
    const many = {
      ...schema,
      references: [],
      tables: Array.from({ length: 300 }, (_, i) => table(`t${i}`, ['a', 'b'])),
    }
    const { width, height } = layOutDiagram(diagramGraph([many], false))
    expect(width / height).toBeGreaterThan(1)
    expect(width / height).toBeLessThan(2.5)
  })

  test('is empty for no tables', () => {
    expect(layOutDiagram({ tables: [], links: [] })).toMatchObject({ tables: [], width: 0, height: 0 })
  })
})
