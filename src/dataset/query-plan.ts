import { ConfigError } from '../errors/tolva-error.ts'
import type { Table } from '../schema/stored.ts'
import { type Condition, conditionSql } from './condition.ts'
import { checkColumn } from './dataset-schema.ts'
import { type LoadPath, loadSql } from './load-path.ts'
import type { QueryDialect } from './query-dialect.ts'

/** What a relation asks for, before it is SQL. */
export interface QueryPlan {
  readonly from: { readonly table: string } | { readonly sql: string; readonly params: readonly unknown[] }
  /** Empty: all columns. */
  readonly columns: readonly string[]
  readonly conditions: readonly Condition[]
  /** Only rows that this load brought; undefined: all. */
  readonly loadId?: string | undefined
  /** How they are found, once the schemas are known. */
  readonly load?: LoadPath | undefined
  readonly order: readonly { readonly column: string; readonly direction: 'asc' | 'desc' }[]
  readonly limit: number | undefined
  /** Rows that are passed over; 0: none. */
  readonly offset: number
}

/** @throws ConfigError code `unknown_column` where a column is named that the table does not have. */
export function checkPlan(plan: QueryPlan, table: Table): void {
  const names = [
    ...plan.columns,
    ...plan.conditions.map(({ column }) => column),
    ...plan.order.map(({ column }) => column),
  ]
  for (const name of names) checkColumn(table, name)
}

/** The SELECT, its table qualified where a dataset is given; a text of the user's own runs as it is where nothing was added to it. */
export function planSql(plan: QueryPlan, dataset: string | undefined, dialect: QueryDialect): string {
  const { quote } = dialect
  const prefix = dataset === undefined ? '' : `${quote(dataset)}.`
  const nameOf = (table: string) => `${prefix}${quote(table)}`
  const conditions = [
    ...plan.conditions.map((one) => conditionSql(one, dialect)),
    ...(plan.load === undefined ? [] : [loadSql(plan.load, nameOf, dialect)]),
  ]
  const clauses = [
    conditions.length > 0 && `WHERE ${conditions.join(' AND ')}`,
    plan.order.length > 0 &&
      `ORDER BY ${plan.order.map(({ column, direction }) => `${quote(column)} ${direction.toUpperCase()}`).join(', ')}`,
    plan.limit !== undefined && `LIMIT ${plan.limit}`,
    plan.offset > 0 && `OFFSET ${plan.offset}`,
  ].filter((clause) => clause !== false)
  if ('sql' in plan.from && clauses.length === 0 && plan.columns.length === 0) return plan.from.sql
  const from = 'sql' in plan.from ? `(\n${withoutEnd(plan.from.sql)}\n) AS query` : nameOf(plan.from.table)
  const columns = plan.columns.length === 0 ? '*' : plan.columns.map(quote).join(', ')
  return [`SELECT ${columns} FROM ${from}`, ...clauses].join(' ')
}

/** The number of rows of the same. */
export function countSql(plan: QueryPlan, dialect: QueryDialect): string {
  return `SELECT COUNT(*) AS ${dialect.quote('count')} FROM (\n${withoutEnd(planSql(plan, undefined, dialect))}\n) AS query`
}

/** @throws ConfigError code `bad_limit`. */
export function checkLimit(limit: number, of = 'limit'): number {
  if (Number.isSafeInteger(limit) && limit >= 0) return limit
  throw new ConfigError(`${of} takes a whole number, not ${limit}`, { code: 'bad_limit', hint: `${of}(10)` })
}

function withoutEnd(sql: string): string {
  return sql.replace(/[\s;]+$/, '')
}
