import type { Capabilities } from '../capabilities/capabilities.ts'
import type { Table } from '../schema/stored.ts'
import { createTable } from '../sql/ddl.ts'
import type { SqlDialect } from '../sql/dialect.ts'

type Language = NonNullable<Capabilities['queries']>

/** Where a table is, and what it is created with. */
export interface CreatedTable {
  readonly dataset: string
  readonly language: Language
}

/** The `CREATE TABLE` of a table as its destination's engine takes it; descriptions stand behind it as comments. */
export async function createTableSql(table: Table, { dataset, language }: CreatedTable): Promise<string> {
  const dialect = await dialectOf(language)
  const columns = [...table.columns.values()].filter(({ data_type }) => data_type !== undefined)
  const target = `${dialect.quote(dataset)}.${dialect.quote(table.name)}`
  const notes = [
    ...(table.description === undefined ? [] : [`-- ${oneLine(table.description)}`]),
    ...columns.flatMap(({ name, description }) =>
      description === undefined ? [] : [`-- ${dialect.quote(name)}: ${oneLine(description)}`],
    ),
  ]
  return [`${createTable(dialect, target, { columns })};`, ...notes].join('\n')
}

const DIALECTS: Readonly<Record<Language, () => Promise<SqlDialect>>> = {
  duckdb: async () => (await import('./duckdb/dialect.ts')).duckDbDialect,
  postgres: async () => (await import('./postgres/dialect.ts')).postgresDialect({ createIndexes: true }),
  redshift: async () => (await import('./redshift/dialect.ts')).redshiftDialect,
}

const dialectOf = (language: Language): Promise<SqlDialect> => DIALECTS[language]()

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
