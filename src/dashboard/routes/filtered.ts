import type { Dataset } from '../../dataset/dataset.ts'
import type { Relation } from '../../dataset/relation.ts'
import type { CountRequest, Filter } from '../api/data.ts'

/** Rows of a table that pass all filters. */
export function filtered(dataset: Dataset, { table, where, loadId }: CountRequest): Relation {
  const kept = where.reduce(conditioned, dataset.table(table))
  return loadId === undefined ? kept : kept.ofLoad(loadId)
}

function conditioned(rows: Relation, { column, operator, value = null }: Filter): Relation {
  if (operator === 'is_null') return rows.where(column, 'eq', null)
  if (operator === 'not_null') return rows.where(column, 'ne', null)
  return rows.where(column, operator, value)
}
