import { describe, expect, test } from 'vitest'
import type { SchemaShape, TableShape } from '../../../src/dashboard/api/schema.ts'
import { aroundTable, diagramGraph } from './diagram-graph.ts'
import { placedDiagram } from './placed-diagram.ts'

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

test('a graph is put at the places that its boxes were given', () => {
  const graph = diagramGraph([schema], false)
  const boxes = graph.tables.map((_, index) => ({ x: index * 10, y: index }))
  const lines = graph.links.map(() => [{ x: 1, y: 2 }])
  const placed = placedDiagram(graph, { boxes, links: lines, width: 40, height: 4 })
  expect(placed).toMatchObject({ width: 40, height: 4 })
  expect(placed.tables.map(({ name, x }) => [name, x])).toEqual([
    ['users', 0],
    ['users__tags', 10],
    ['users__tags__deep', 20],
    ['lonely', 30],
  ])
  expect(placed.links[0]).toMatchObject({ from: 'users__tags', to: 'users', points: [{ x: 1, y: 2 }] })
})
