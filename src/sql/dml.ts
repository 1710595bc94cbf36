import type { SqlDialect } from './dialect.ts'

/** `INSERT INTO target (columns) SELECT columns FROM source`. `target` and `from` are SQL. */
export function insertSelect(
  dialect: SqlDialect,
  target: string,
  { columns, from }: { readonly columns: readonly string[]; readonly from: string },
): string {
  const names = columns.map((column) => dialect.quote(column)).join(', ')
  return `INSERT INTO ${target} (${names}) SELECT ${names} FROM ${from}`
}

/** `INSERT INTO target (columns) VALUES ($1, …)`, one placeholder a column. */
export function insertValues(dialect: SqlDialect, target: string, columns: readonly string[]): string {
  const names = columns.map((column) => dialect.quote(column)).join(', ')
  return `INSERT INTO ${target} (${names}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})`
}

/** Deletes every row; unlike TRUNCATE it belongs to its transaction everywhere. */
export function deleteAll(target: string): string {
  return `DELETE FROM ${target} WHERE 1 = 1`
}
