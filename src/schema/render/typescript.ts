import type { DataType } from '../../values/kinds.ts'
import type { Column, Schema } from '../stored.ts'
import { type DrawnTable, drawnTables } from './drawn-tables.ts'

/** What a dataset returns for each type where nothing else is asked for. */
const TYPES: Readonly<Record<DataType, string>> = {
  bigint: 'number',
  double: 'number',
  bool: 'boolean',
  text: 'string',
  timestamp: 'string',
  date: 'string',
  time: 'string',
  decimal: 'string',
  wei: 'string',
  binary: 'Uint8Array',
  json: 'unknown',
}

/** Names that the file needs for itself. */
const TAKEN = ['Tables', 'Uint8Array']

/** TypeScript for the rows of all tables of some schemas: an interface a table, and `Tables` for `dataset<Tables>()`. */
export function typescript(schemas: Iterable<Schema>): string {
  const tables = new Map<string, DrawnTable>()
  for (const schema of schemas) {
    for (const one of drawnTables(schema)) {
      const known = tables.get(one.table.name)
      tables.set(one.table.name, known === undefined ? one : joined(known, one))
    }
  }
  const names = interfaceNames([...tables.keys()])
  const interfaces = [...tables.values()].map((one) => interfaceText(names.get(one.table.name) ?? '', one))
  const index = [...names].map(([table, name]) => `  readonly ${property(table)}: ${name}\n`).join('')
  return `${[
    ...interfaces,
    `/** Rows by table, for \`pipeline.dataset<Tables>()\`. */\nexport interface Tables {\n${index}}`,
  ].join('\n\n')}\n`
}

/** Two schemas may load into one table. */
function joined(a: DrawnTable, b: DrawnTable): DrawnTable {
  const names = new Set(a.columns.map(({ name }) => name))
  return { table: a.table, columns: [...a.columns, ...b.columns.filter(({ name }) => !names.has(name))] }
}

function interfaceText(name: string, { table, columns }: DrawnTable): string {
  const about = `/** ${comment(table.description ?? `Rows of \`${table.name}\`.`)} */`
  return `${about}\nexport interface ${name} {\n${columns.map(columnText).join('')}}`
}

function columnText({ name, data_type, nullable, description }: Column): string {
  const type = TYPES[data_type ?? 'json']
  const orNull = nullable === false || type === 'unknown' ? '' : ' | null'
  const about = description ? `  /** ${comment(description)} */\n` : ''
  return `${about}  readonly ${property(name)}: ${type}${orNull}\n`
}

/** `users__tags` → `UsersTags`; of names that come out alike the later ones are numbered. */
function interfaceNames(tables: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(TAKEN)
  const names = new Map<string, string>()
  for (const table of tables) {
    const words = table.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
    const joinedWords = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
    const stem = /^\p{L}/u.test(joinedWords) ? joinedWords : `Table${joinedWords}`
    let name = stem
    for (let number = 2; taken.has(name); number += 1) name = `${stem}${number}`
    taken.add(name)
    names.set(table, name)
  }
  return names
}

const property = (name: string): string => (/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : JSON.stringify(name))

const comment = (text: string): string => text.replaceAll('*/', '* /').replace(/\s+/g, ' ')
