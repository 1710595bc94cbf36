import type { Column } from '../schema/stored.ts'
import type { SqlDialect } from './dialect.ts'

/** `CREATE TABLE` with these complete columns in this order. `target` is a qualified name. */
export function createTable(
  dialect: SqlDialect,
  target: string,
  { columns, ifNotExists = false }: { readonly columns: readonly Column[]; readonly ifNotExists?: boolean },
): string {
  const definitions = columns.map(
    (column) => `${definition(dialect, column)}${column.nullable === false ? ' NOT NULL' : ''}`,
  )
  return `CREATE TABLE ${ifNotExists ? 'IF NOT EXISTS ' : ''}${target} (${definitions.join(', ')})${dialect.tableOptions?.(columns) ?? ''}`
}

/** One `ALTER TABLE … ADD COLUMN` a column. NOT NULL is written only where the dialect adds it so. */
export function addColumns(dialect: SqlDialect, target: string, columns: readonly Column[]): readonly string[] {
  return columns.map((column) => {
    const notNull = column.nullable === false && dialect.addsNotNull ? ' NOT NULL' : ''
    return `ALTER TABLE ${target} ADD COLUMN ${definition(dialect, column)}${notNull}`
  })
}

/** `ALTER TABLE … TYPE`: fails where a value does not fit. */
export function alterType(dialect: SqlDialect, target: string, column: Column): string {
  return `ALTER TABLE ${target} ALTER COLUMN ${dialect.quote(column.name)} TYPE ${dialect.typeOf(column)}`
}

/** `ALTER TABLE … SET NOT NULL`: fails where a row holds null. */
export function setNotNull(dialect: SqlDialect, target: string, column: string): string {
  return `ALTER TABLE ${target} ALTER COLUMN ${dialect.quote(column)} SET NOT NULL`
}

/** `CREATE TEMP VIEW`, in place of one of this name. */
export function createView(target: string, select: string): string {
  return `CREATE OR REPLACE TEMP VIEW ${target} AS ${select}`
}

/** `DROP VIEW IF EXISTS`. */
export function dropView(target: string): string {
  return `DROP VIEW IF EXISTS ${target}`
}

/** `DROP TABLE IF EXISTS`. */
export function dropTable(target: string): string {
  return `DROP TABLE IF EXISTS ${target}`
}

function definition(dialect: SqlDialect, column: Column): string {
  return `${dialect.quote(column.name)} ${dialect.typeOf(column)}${dialect.constraintOf?.(column) ?? ''}`
}
