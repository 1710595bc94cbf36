import { ConfigError } from '../errors/tolva-error.ts'

/** A value that a query may compare with. A `Date` is a point in time. */
export type QueryValue = string | number | bigint | boolean | Date | null

/** How names and values are written in the destination's SQL. */
export interface QueryDialect {
  quote(identifier: string): string
  literal(value: QueryValue): string
}

/** Standard SQL: double quotes around names, single quotes around texts, both doubled inside. */
export const standardDialect: QueryDialect = {
  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
  literal(value) {
    if (value === null) return 'NULL'
    if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`
    if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
    if (value instanceof Date) return `'${value.toISOString()}'`
    if (typeof value === 'bigint' || Number.isFinite(value)) return String(value)
    throw new ConfigError(`${value} cannot be compared with in SQL`, {
      code: 'bad_query_value',
      hint: 'compare with a finite number',
    })
  },
}
