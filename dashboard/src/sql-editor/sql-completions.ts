import type { Completion } from '../../../src/dashboard/api/data.ts'
import { mentionedColumns } from './mentioned-columns.ts'
import { quotedIfNeeded } from './quoted-if-needed.ts'
import { sqlWords } from './sql-words.ts'

/** Something that may be written, as the editor takes it. */
export interface SqlOption {
  readonly label: string
  readonly type: 'keyword' | 'type' | 'function' | 'class' | 'property'
  readonly detail?: string
  /** What is written, where it is not the label. */
  readonly apply?: string
  readonly boost?: number
}

const NAME = String.raw`(?:"[^"]+"|[\p{L}_][\p{L}\p{N}_$]*)`
const OWNER = new RegExp(String.raw`(${NAME})\.$`, 'u')
const NAMED = new RegExp(String.raw`(${NAME})\s+(?:as\s+)?([\p{L}_][\p{L}\p{N}_$]*)`, 'giu')

/** What may follow, given the whole statement and what of it stands before the word that is being written. */
export function sqlCompletions(sql: string, before: string, known: Completion): readonly SqlOption[] {
  const owner = OWNER.exec(before)?.[1]
  if (owner !== undefined) return ownedBy(plain(owner), sql, known)
  const { keywords, types, functions } = sqlWords(known.dialect)
  return [
    ...mentionedColumns(sql, known.tables).map(({ name, type, tables }) => ({
      ...columnOption({ name, type }),
      detail: tables.length === 1 ? `${type} · ${tables[0]}` : type,
      boost: 5,
    })),
    ...tableOptions(known),
    ...functions.map((label) => ({ label, type: 'function' as const, apply: `${label}(`, boost: -5 })),
    ...keywords.map((word) => ({ label: word.toUpperCase(), type: 'keyword' as const, boost: -1 })),
    ...types.map((word) => ({ label: word.toUpperCase(), type: 'type' as const, boost: -6 })),
  ]
}

/** Behind a dot: columns of a table or of what a table is called in the statement, or the tables of the dataset. */
function ownedBy(owner: string, sql: string, known: Completion): readonly SqlOption[] {
  const meant = aliases(sql, known).get(owner.toLowerCase()) ?? owner
  const table = known.tables.find((one) => one.name.toLowerCase() === meant.toLowerCase())
  if (table !== undefined) return table.columns.map(columnOption)
  return owner.toLowerCase() === known.dataset.toLowerCase() ? tableOptions(known) : []
}

function aliases(sql: string, { tables, dialect }: Completion): ReadonlyMap<string, string> {
  const names = new Set(tables.map((table) => table.name.toLowerCase()))
  const keywords = new Set(sqlWords(dialect).keywords)
  const found = new Map<string, string>()
  for (const [, name = '', alias = ''] of sql.matchAll(NAMED)) {
    if (!names.has(plain(name).toLowerCase()) || keywords.has(alias.toLowerCase())) continue
    found.set(alias.toLowerCase(), plain(name))
  }
  return found
}

function tableOptions({ tables }: Completion): readonly SqlOption[] {
  return tables.map(({ name, columns }) => ({
    label: name,
    type: 'class',
    detail: `${columns.length} columns`,
    apply: quotedIfNeeded(name),
  }))
}

function columnOption({ name, type }: { readonly name: string; readonly type: string }): SqlOption {
  return { label: name, type: 'property', detail: type, apply: quotedIfNeeded(name) }
}

function plain(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1) : name
}
