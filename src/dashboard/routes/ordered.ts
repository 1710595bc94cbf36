import type { QueryLanguage } from '../../dataset/guard/guard-query.ts'
import type { Relation } from '../../dataset/relation.ts'
import { columnsWith } from '../../schema/column-props.ts'
import type { Schema } from '../../schema/stored.ts'
import type { TableRequest } from '../api/data.ts'

interface Known {
  /** By name. */
  readonly schemas: ReadonlyMap<string, Schema>
  readonly language: QueryLanguage | undefined
}

/**
 * Rows in the order that was asked for. Rows that are alike in it may come in any order, another one each time, so that a row could
 * stand on two pages and another on none: their key decides. Without an order a file gives them as they came.
 */
export function ordered(
  rows: Relation,
  { table, order }: Pick<TableRequest, 'table' | 'order'>,
  known: Known,
): Relation {
  const asked = order.map(({ column }) => column)
  const more =
    known.language === 'duckdb' && order.length === 0
      ? []
      : keyOf(table, known).filter((column) => !asked.includes(column))
  const all = [...order, ...more.map((column) => ({ column, direction: 'asc' as const }))]
  return inOrder(rows, all)
}

/** Rows in this order, the greater column first. */
export function inOrder(rows: Relation, order: TableRequest['order']): Relation {
  return order.reduce((some, { column, direction }) => some.orderBy(column, direction), rows)
}

/** Columns that tell a row from all others; empty: there are none. */
function keyOf(name: string, { schemas }: Known): readonly string[] {
  for (const { tables } of schemas.values()) {
    const table = tables.get(name)
    if (table === undefined) continue
    const own = columnsWith(table, 'row_key')
    return own.length > 0 ? own : columnsWith(table, 'primary_key')
  }
  return []
}
