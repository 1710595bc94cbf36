import type { Column, Schema } from '../stored.ts'
import { tablesByResource } from '../table-chain.ts'
import { type DrawnTable, drawnTables } from './drawn-tables.ts'
import { type Cardinality, type Reference, referencesOf } from './references.ts'

const SIGNS: Readonly<Record<Cardinality, string>> = {
  one_to_many: '<',
  many_to_one: '>',
  many_to_many: '<>',
  one_to_one: '-',
}

/** The schema as DBML: tables with keys and notes, links, and a group of tables for each resource. */
export function dbml(schema: Schema): string {
  const tables = drawnTables(schema)
  const drawn = new Map(tables.map(({ table, columns }) => [table.name, new Set(columns.map(({ name }) => name))]))
  const exists = ({ table, columns, to, toColumns }: Reference) =>
    columns.length > 0 &&
    columns.length === toColumns.length &&
    columns.every((name) => drawn.get(table)?.has(name)) &&
    toColumns.every((name) => drawn.get(to)?.has(name))
  const parts = [
    ...tables.map(tableText),
    ...referencesOf(schema).filter(exists).map(referenceText),
    ...groupTexts(schema, new Set(drawn.keys())),
  ]
  return `${parts.join('\n\n')}\n`
}

function tableText({ table, columns }: DrawnTable): string {
  const keys = columns.filter((column) => column.primary_key)
  const lines = columns.map((column) => `  ${columnText(column, keys.length === 1)}`)
  // Several columns can be one key only as an index.
  if (keys.length > 1) {
    lines.push('', `  indexes {\n    (${keys.map(({ name }) => quoted(name)).join(', ')}) [pk]\n  }`)
  }
  if (table.description) lines.push('', `  Note: ${text(table.description)}`)
  return `Table ${quoted(table.name)} {\n${lines.join('\n')}\n}`
}

function columnText(column: Column, isOnlyKey: boolean): string {
  const settings = [
    column.primary_key && isOnlyKey && 'pk',
    column.unique && 'unique',
    column.nullable === false && 'not null',
    column.description && `note: ${text(column.description)}`,
  ].filter(Boolean)
  const type = `${column.data_type}${precision(column)}`
  return `${quoted(column.name)} ${type}${settings.length > 0 ? ` [${settings.join(', ')}]` : ''}`
}

function precision({ precision, scale }: Column): string {
  if (precision === undefined) return ''
  return scale === undefined ? `(${precision})` : `(${precision},${scale})`
}

function referenceText({ table, columns, to, toColumns, cardinality }: Reference): string {
  return `Ref: ${end(table, columns)} ${SIGNS[cardinality]} ${end(to, toColumns)}`
}

function end(table: string, columns: readonly string[]): string {
  const names = columns.map(quoted)
  return `${quoted(table)}.${names.length === 1 ? names[0] : `(${names.join(', ')})`}`
}

function groupTexts(schema: Schema, drawn: ReadonlySet<string>): readonly string[] {
  return [...tablesByResource(schema.tables)].flatMap(([resource, tables]) => {
    const names = tables.map(({ name }) => name).filter((name) => drawn.has(name) && !/^_dlt/i.test(name))
    if (names.length === 0) return []
    return [`TableGroup ${quoted(resource)} {\n${names.map((name) => `  ${quoted(name)}`).join('\n')}\n}`]
  })
}

const quoted = (name: string): string => `"${name.replaceAll('"', '\\"')}"`

const text = (note: string): string => `'${note.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replace(/\s+/g, ' ')}'`
