import type { Schema, Table } from './stored.ts'

/** Roots that say nothing of their write disposition append. */
export function fillDispositions(schema: Schema): Schema {
  const lacking = [...schema.tables.values()].filter(lacks)
  if (lacking.length === 0) return schema
  const filled = lacking.map((table) => [table.name, filledIn(table)] as const)
  return { ...schema, tables: new Map([...schema.tables, ...filled]) }
}

/** The table with the disposition that it has where it says nothing. */
export function filledIn(table: Table): Table {
  return lacks(table) ? { ...table, write_disposition: 'append' } : table
}

function lacks({ parent, write_disposition: disposition }: Table): boolean {
  return !parent && disposition === undefined
}
