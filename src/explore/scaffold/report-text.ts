import { createHash } from 'node:crypto'
import type { TableProfile } from '../profile/table-profile.ts'
import { categoryCells } from './category-cell.ts'
import { type CellText, functionName, literal } from './cell-text.ts'
import { childrenCell } from './children-cell.ts'
import { numberCells } from './number-cell.ts'
import { timeCell } from './time-cell.ts'

export interface ReportSubject {
  readonly pipeline: string
  readonly profiles: readonly TableProfile[]
  /** Nested tables and the table above each. */
  readonly parents: ReadonlyMap<string, string>
}

/** Tables that get cells of their own; more would be a report that nobody reads. */
const MOST_TABLES = 5
const MOST_NESTED = 3
const FIRST_LINE = /^\/\/ Written by `tolva explore[^`]*` \((\w+)\)\. .*\n/

/** A report about these very tables, to begin with: its cells are picked by what the columns hold. */
export function reportText({ pipeline, profiles, parents }: ReportSubject): string {
  const filled = profiles.filter(({ rows }) => rows > 0).toSorted((a, b) => b.rows - a.rows)
  const roots = filled.filter(({ table }) => !parents.has(table)).slice(0, MOST_TABLES)
  const nested = filled.filter(({ table }) => parents.has(table)).slice(0, MOST_NESTED)
  const cells = [
    rowsPerTable(),
    ...roots.flatMap((profile) => [
      ...[timeCell(profile)].filter((cell) => cell !== undefined),
      ...categoryCells(profile, 2),
      ...numberCells(profile, 1),
    ]),
    ...nested.map(({ table }) => childrenCell(table, parents.get(table) ?? '')),
    ...(filled.length > 0 ? [oddColumns(filled.slice(0, MOST_TABLES + MOST_NESTED).map(({ table }) => table))] : []),
  ]
  const body = `import type { ReportContext } from 'tolva/explore'

export const title = ${literal(`What ${pipeline} loaded`)}
export const pipeline = ${literal(pipeline)}
${named(cells).map(cellSource).join('')}`
  return `// Written by \`tolva explore ${pipeline}\` (${digest(body)}). Change it as you like: a changed file is not written over.\n${body}`
}

/** Whether a text is one that `reportText` wrote, and nobody changed it since. */
export function isUntouched(text: string): boolean {
  const first = FIRST_LINE.exec(text)
  return first !== null && first[1] === digest(text.slice(first[0].length))
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

function rowsPerTable(): CellText {
  return {
    name: functionName('rows per table'),
    about: 'Rows of each table that are there now.',
    takes: 'dataset',
    body: [
      'const counts = Object.entries(await dataset.rowCounts()).map(([table, rows]) => ({ table, rows }))',
      'return {',
      "  mark: 'bar',",
      '  data: { values: counts.sort((a, b) => b.rows - a.rows).slice(0, 40) },',
      '  encoding: {',
      "    y: { field: 'table', type: 'nominal', sort: '-x', title: null },",
      "    x: { field: 'rows', type: 'quantitative' },",
      '  },',
      '}',
    ],
  }
}

function oddColumns(tables: readonly string[]): CellText {
  return {
    name: functionName('odd columns'),
    about: 'What looks like data about people, and what else is odd.',
    takes: 'profile',
    body: [
      `const tables = await Promise.all([${tables.map(literal).join(', ')}].map((table) => profile(table)))`,
      'const odd = tables.flatMap(({ table, columns }) =>',
      "  columns.map(({ name, personal, remarks }) => ({ table, column: name, personal: personal?.kind ?? '', remarks: remarks.join('; ') })),",
      ')',
      "const found = odd.filter(({ personal, remarks }) => personal !== '' || remarks !== '')",
      "return found.length > 0 ? found : 'Nothing odd was found.'",
    ],
  }
}

/** Each function gets a name of its own. */
function named(cells: readonly CellText[]): readonly CellText[] {
  const taken = new Set(['title', 'pipeline', 'default'])
  return cells.map((cell) => {
    let name = cell.name
    for (let n = 2; taken.has(name); n++) name = `${cell.name}${n}`
    taken.add(name)
    return { ...cell, name }
  })
}

function cellSource({ name, about, takes, body }: CellText): string {
  const lines = body.map((line) => `  ${line}`).join('\n')
  return `\n/** ${about.replaceAll('*/', '* /')} */\nexport async function ${name}({ ${takes} }: ReportContext) {\n${lines}\n}\n`
}
