import { suggestion } from '../errors/near-names.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import type { QueryDialect, QueryValue } from './query-dialect.ts'

const SIGNS = { eq: '=', ne: '<>', gt: '>', lt: '<', gte: '>=', lte: '<=' } as const

/** The comparisons of `where`, in dlt's words, and `contains`: a part of a text, upper and lower case alike. */
export type Operator = keyof typeof SIGNS | 'in' | 'not_in' | 'contains'

const OTHERS: readonly string[] = ['in', 'not_in', 'contains']

/** One comparison; several are joined by AND. */
export interface Condition {
  readonly column: string
  readonly operator: Operator
  readonly value: QueryValue | readonly QueryValue[]
}

/** Throws ConfigError `bad_condition` where operator and value do not fit. */
export function checkCondition({ column, operator, value }: Condition): void {
  if (!Object.hasOwn(SIGNS, operator) && !OTHERS.includes(operator)) {
    const known = [...Object.keys(SIGNS), ...OTHERS]
    throw bad(`unknown operator ${operator}`, `${suggestion(operator, known)} (${known.join(', ')})`)
  }
  const list = operator === 'in' || operator === 'not_in'
  if (list !== Array.isArray(value)) {
    throw bad(
      `${operator} on ${column} takes ${list ? 'a list' : 'one value'}`,
      `where('${column}', '${list ? 'in' : 'eq'}', …)`,
    )
  }
  if ([value].flat().some((one) => typeof one === 'number' && !Number.isFinite(one))) {
    throw bad(`${operator} on ${column} takes a finite number`, `where('${column}', '${operator}', 0)`)
  }
  if (operator === 'contains' && typeof value !== 'string') {
    throw bad(`contains on ${column} takes a text`, `where('${column}', 'contains', 'a part of it')`)
  }
  const ordering = operator === 'gt' || operator === 'lt' || operator === 'gte' || operator === 'lte'
  if (ordering && value === null)
    throw bad(`${operator} on ${column} cannot compare with null`, 'use eq or ne for null')
}

/** `"age" >= 5`; null with eq and ne becomes IS [NOT] NULL, an empty list matches nothing (`in`) or everything (`not_in`). */
export function conditionSql({ column, operator, value }: Condition, dialect: QueryDialect): string {
  const name = dialect.quote(column)
  const literal = (one: QueryValue) => dialect.literal(one instanceof Date ? one.toISOString() : one)
  if (operator === 'in' || operator === 'not_in') {
    const values = [value].flat()
    if (values.length === 0) return operator === 'in' ? '1 = 0' : '1 = 1'
    return `${name} ${operator === 'in' ? 'IN' : 'NOT IN'} (${values.map(literal).join(', ')})`
  }
  const [single = null] = [value].flat()
  if (operator === 'contains') return `strpos(lower(CAST(${name} AS VARCHAR)), lower(${literal(single)})) > 0`
  if (single === null) return `${name} IS ${operator === 'ne' ? 'NOT ' : ''}NULL`
  return `${name} ${SIGNS[operator]} ${literal(single)}`
}

function bad(message: string, hint: string): ConfigError {
  return new ConfigError(message, { code: 'bad_condition', hint })
}
