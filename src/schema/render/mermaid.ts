import type { Column, Schema } from '../stored.ts'
import { drawnTables } from './drawn-tables.ts'
import { type Cardinality, referencesOf } from './references.ts'

const ARROWS: Readonly<Record<Cardinality, string>> = {
  one_to_many: '||--|{',
  many_to_one: '}|--||',
  many_to_many: '}|--|{',
  one_to_one: '||--||',
}

/** The schema as an entity relationship diagram of Mermaid, as dlt draws it. */
export function mermaid(schema: Schema): string {
  const entities = drawnTables(schema).map(
    ({ table, columns }) => `    ${table.name}{\n${columns.map((column) => `    ${attribute(column)}\n`).join('')}}`,
  )
  const links = referencesOf(schema).map(
    ({ table, cardinality, to, label }) => `    ${table} ${ARROWS[cardinality]} ${to} : "${label}"`,
  )
  return `${['erDiagram', ...entities, ...links].join('\n')}\n`
}

function attribute({ name, data_type, primary_key, unique, description }: Column): string {
  const keys = [primary_key && 'PK', unique && 'UK'].filter(Boolean).join(',')
  // A quote would end the comment, and there is no way to escape it.
  const comment = description && `"${description.replaceAll('"', "'").replace(/\s+/g, ' ')}"`
  return [data_type, name, keys, comment].filter(Boolean).join(' ')
}
