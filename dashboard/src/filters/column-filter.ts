import type { z } from 'zod'
import type { filter } from '../../../src/dashboard/api/data.ts'

/** How one column is compared. */
export type ColumnFilter = z.infer<typeof filter>
/** One way to compare a column. */
export type FilterOperator = ColumnFilter['operator']

/** How an operator is shown in a list and on a chip. */
export const OPERATOR_LABELS: Readonly<Record<FilterOperator, string>> = {
  eq: 'is',
  ne: 'is not',
  gt: '>',
  lt: '<',
  gte: '≥',
  lte: '≤',
  in: 'is one of',
  not_in: 'is none of',
  contains: 'contains',
  is_null: 'is null',
  not_null: 'is not null',
}

/** The operators that make sense for a type of dlt, the likeliest first; all texts where it is unknown. */
export function operatorsFor(dataType: string | undefined): readonly FilterOperator[] {
  switch (dataType) {
    case 'bool':
      return ['eq', 'ne', 'is_null', 'not_null']
    case 'bigint':
    case 'double':
    case 'decimal':
    case 'wei':
    case 'timestamp':
    case 'date':
    case 'time':
      return ['eq', 'ne', 'gte', 'gt', 'lte', 'lt', 'in', 'not_in', 'is_null', 'not_null']
    case 'json':
    case 'binary':
      return ['is_null', 'not_null']
    default:
      return ['contains', 'eq', 'ne', 'in', 'not_in', 'gte', 'lte', 'is_null', 'not_null']
  }
}

/** Whether an operator compares with a value. */
export function takesValue(operator: FilterOperator): boolean {
  return operator !== 'is_null' && operator !== 'not_null'
}

/** A filter as a person reads it: `age ≥ 30`. */
export function describeFilter(one: ColumnFilter): string {
  const label = `${one.column} ${OPERATOR_LABELS[one.operator]}`
  if (!takesValue(one.operator)) return label
  const value = Array.isArray(one.value) ? one.value.join(', ') : String(one.value ?? '')
  return `${label} ${value === '' ? '(empty text)' : value}`
}
