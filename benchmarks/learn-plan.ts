import type { Builders, TableBuilder } from '../src/normalize/builders.ts'
import type { ListNode, MapNode } from '../src/normalize/plan.ts'
import { Plan } from '../src/normalize/plan.ts'
import type { Column } from '../src/schema/stored.ts'

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/

/** A plan learnt from sample rows, as normalize would learn it, for measurements and tests of the kernel alone. */
export function learnPlan(builders: Builders, name: string, samples: readonly unknown[]) {
  const plan = new Plan(builders)
  const table = rootTable(builders, name)
  const map = plan.root(table)
  for (const sample of samples) learnObject(builders, { table, map, prefix: '' }, sample)
  return { table, map }
}

interface Place {
  readonly table: TableBuilder
  readonly map: MapNode
  readonly prefix: string
}

function rootTable(builders: Builders, name: string): TableBuilder {
  const table = builders.addTable({ name })
  table.addColumn({ name: '_dlt_load_id', data_type: 'text', nullable: false })
  table.addColumn({ name: '_dlt_id', data_type: 'text', nullable: false })
  return table
}

function childTable(builders: Builders, parent: TableBuilder, name: string): TableBuilder {
  const known = builders.table(name)
  if (known !== undefined) return known
  const table = builders.addTable({ name, parent })
  table.addColumn({ name: '_dlt_parent_id', data_type: 'text', nullable: false })
  table.addColumn({ name: '_dlt_list_idx', data_type: 'bigint', nullable: false })
  table.addColumn({ name: '_dlt_id', data_type: 'text', nullable: false })
  return table
}

function learnObject(builders: Builders, place: Place, value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    const node = place.map.key(key)
    const name = `${place.prefix}${key}`
    node.allowNull()
    node.allowEmpty()
    if (Array.isArray(inner)) {
      if (inner.length === 0) continue
      learnList(builders, node.setList(childTable(builders, place.table, `${place.table.name}__${name}`)), inner)
    } else if (typeof inner === 'object' && inner !== null) {
      learnObject(builders, { ...place, map: node.setObject(), prefix: `${name}__` }, inner)
    } else {
      const column = scalarColumn(place.table, name, inner)
      if (column !== undefined) node.setColumn(column)
    }
  }
}

function learnList(builders: Builders, list: ListNode, items: readonly unknown[]): void {
  list.allowNull()
  for (const item of items) {
    if (Array.isArray(item)) {
      learnList(builders, list.nest(childTable(builders, list.table, `${list.table.name}__list`)), item)
    } else if (typeof item === 'object') {
      learnObject(builders, { table: list.table, map: list.items, prefix: '' }, item)
    } else {
      list.setScalar(scalarColumn(list.table, 'value', item))
    }
  }
}

function scalarColumn(table: TableBuilder, name: string, value: unknown) {
  return table.column(name) ?? (value === null ? undefined : table.addColumn({ name, data_type: typeOf(value) }))
}

function typeOf(value: unknown): NonNullable<Column['data_type']> {
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'bigint' : 'double'
  return ISO.test(String(value)) ? 'timestamp' : 'text'
}
