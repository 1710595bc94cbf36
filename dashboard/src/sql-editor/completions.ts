import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { PostgreSQL, sql } from '@codemirror/lang-sql'
import type { Extension } from '@codemirror/state'
import type { Completion } from '../../../src/dashboard/api/data.ts'
import { mentionedColumns } from './mentioned-columns.ts'

const FUNCTIONS = [
  'count',
  'sum',
  'avg',
  'min',
  'max',
  'round',
  'coalesce',
  'nullif',
  'date_trunc',
  'extract',
  'lower',
  'upper',
  'length',
  'substring',
  'replace',
  'trim',
  'cast',
  'row_number',
  'rank',
  'lag',
  'lead',
]

/** The language of the editor, with what it completes: words of SQL, tables, and columns of the tables that are named. */
export function sqlLanguage(known: Completion | undefined): Extension {
  const dialect = PostgreSQL
  const tables = known?.tables ?? []
  const columns = (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[\w$]+/)
    if (word === null && !context.explicit) return null
    const from = word?.from ?? context.pos
    // Behind a dot the language itself knows the columns.
    if (context.state.sliceDoc(from - 1, from) === '.') return null
    return {
      from,
      validFor: /^[\w$]*$/,
      options: [...columnOptions(context.state.doc.toString(), tables), ...functionOptions()],
    }
  }
  return [
    sql({ dialect, schema: schemaOf(tables), upperCaseKeywords: true }),
    dialect.language.data.of({ autocomplete: columns }),
  ]
}

function schemaOf(tables: Completion['tables']) {
  return Object.fromEntries(
    tables.map(({ name, columns }) => [
      name,
      {
        self: { label: name, type: 'class', detail: `${columns.length} columns` },
        children: columns.map((column) => ({ label: column.name, type: 'property', detail: column.type })),
      },
    ]),
  )
}

function columnOptions(text: string, tables: Completion['tables']) {
  return mentionedColumns(text, tables).map(({ name, type, tables: of }) => ({
    label: name,
    type: 'property',
    detail: of.length === 1 ? `${type} · ${of[0]}` : type,
    boost: 5,
  }))
}

function functionOptions() {
  return FUNCTIONS.map((label) => ({ label, type: 'function', apply: `${label}(`, boost: -5 }))
}
