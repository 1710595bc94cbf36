import type { SqlDialect } from './dialect.ts'

/** Quoted parts joined by dots: catalog, dataset, table, as many as are given. */
export function qualifiedName(dialect: Pick<SqlDialect, 'quote'>, ...parts: readonly string[]): string {
  return parts.map((part) => dialect.quote(part)).join('.')
}
