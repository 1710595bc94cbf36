import type { Column, Schema } from '../stored.ts'
import { type DrawnTable, drawnTables } from './drawn-tables.ts'
import { type Reference, referencesOf } from './references.ts'

const HEAD = '#bbca06'
const LINE = '#1c1c34'
const ROW = '#e7e2dd'

/** The schema as a graph of Graphviz: a node with a row for each column, an edge for each link. */
export function dot(schema: Schema): string {
  const tables = drawnTables(schema)
  const ports = new Map(
    tables.map(({ table, columns }) => [
      table.name,
      new Map(columns.map(({ name }, index) => [name, `f${index + 1}`])),
    ]),
  )
  return [
    `digraph ${id(schema.name)} {`,
    `  graph [fontname="helvetica", fontcolor="${LINE}", rankdir="RL", ranksep=2];`,
    '  node [shape=plain, fontname="helvetica"];',
    `  edge [fontname="helvetica", color="${LINE}", arrowhead="dot"];`,
    ...tables.map((one) => `  ${node(one)}`),
    ...referencesOf(schema).flatMap((reference) => edge(reference, ports)),
    '}\n',
  ].join('\n')
}

function node({ table, columns }: DrawnTable): string {
  const tooltip = table.description ? `tooltip=${id(table.description)}, ` : ''
  const head = `<tr><td colspan="2" bgcolor="${HEAD}"><font color="${LINE}"><b>${html(table.name)}</b></font></td></tr>`
  const rows = columns.map((column, index) => row(column, index + 1)).join('')
  return `${id(table.name)} [${tooltip}label=<<table border="0" color="${LINE}" cellborder="1" cellspacing="0" cellpadding="4">${head}${rows}</table>>];`
}

function row({ name, data_type, primary_key, nullable }: Column, index: number): string {
  const key = primary_key ? `<b>${html(name)} 🔑</b>` : html(name)
  const type = `${data_type}${nullable === false ? ' <b>NN</b>' : ''}`
  return `<tr><td align="left" bgcolor="${ROW}">${key}</td><td align="right" port="f${index}" bgcolor="${ROW}">${type}</td></tr>`
}

function edge(
  { table, columns, to, toColumns, label }: Reference,
  ports: ReadonlyMap<string, ReadonlyMap<string, string>>,
): readonly string[] {
  const from = ports.get(table)?.get(columns[0] ?? '')
  const target = ports.get(to)?.get(toColumns[0] ?? '')
  if (from === undefined || target === undefined) return []
  return [`  ${id(table)}:${from} -> ${id(to)}:${target} [tooltip=${id(label)}];`]
}

const id = (name: string): string => `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

const html = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
