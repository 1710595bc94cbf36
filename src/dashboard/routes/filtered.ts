import type { Dataset } from '../../dataset/dataset.ts'
import type { Relation } from '../../dataset/relation.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { namingConvention } from '../../naming/naming-convention.ts'
import type { Schema } from '../../schema/stored.ts'
import type { CountRequest, Filter, TableRequest } from '../api/data.ts'

/** By name. */
export type Schemas = ReadonlyMap<string, Schema>

type Which = CountRequest & Partial<Pick<TableRequest, 'order'>>

/**
 * Rows of a table that pass all filters, in order.
 * @throws ConfigError `table_without_load_id`.
 */
export function filtered(dataset: Dataset, { table, where, loadId, order = [] }: Which, schemas: Schemas): Relation {
  const kept = where.reduce(conditioned, dataset.table(table))
  const loaded = loadId === undefined ? kept : kept.where(loadIdOf(table, schemas), 'eq', loadId)
  return order.reduce((rows, { column, direction }) => rows.orderBy(column, direction), loaded)
}

function conditioned(rows: Relation, { column, operator, value = null }: Filter): Relation {
  if (operator === 'is_null') return rows.where(column, 'eq', null)
  if (operator === 'not_null') return rows.where(column, 'ne', null)
  return rows.where(column, operator, value)
}

function loadIdOf(table: string, schemas: Schemas): string {
  for (const { tables, normalizers } of schemas.values()) {
    const found = tables.get(table)
    if (found === undefined) continue
    const column = namingConvention(normalizers.names).normalizeIdentifier('_dlt_load_id')
    if (found.columns.has(column)) return column
    throw new ConfigError(`rows of ${table} do not say which load brought them`, {
      code: 'table_without_load_id',
      hint: found.parent
        ? `The rows that they belong to do: look at ${found.parent}, or join it in SQL.`
        : 'Look at it without a load.',
      context: { table },
    })
  }
  // Said by the dataset when it is read, with names like it.
  return '_dlt_load_id'
}
