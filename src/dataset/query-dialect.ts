import type { SqlDialect } from '../sql/dialect.ts'
import { quoteName } from '../sql/quote-name.ts'
import { quoteText } from '../sql/quote-text.ts'

/** A value that a query may compare with. A `Date` is a point in time. */
export type QueryValue = string | number | bigint | boolean | Date | null

/** How names and values are written in the destination's SQL. */
export type QueryDialect = Pick<SqlDialect, 'quote' | 'literal'>

/** Standard SQL: double quotes around names, single quotes around texts, both doubled inside. */
export const standardDialect: QueryDialect = {
  quote: quoteName,
  literal(value) {
    if (value === null) return 'NULL'
    if (typeof value === 'string') return quoteText(value)
    return String(value)
  },
}
