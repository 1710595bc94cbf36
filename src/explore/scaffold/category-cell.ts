import { quoteName } from '../../sql/quote-name.ts'
import type { ColumnProfile, TableProfile } from '../profile/table-profile.ts'
import { type CellText, functionName, templateText } from './cell-text.ts'

const MOST_VALUES = 60

/** How often each value of a column is there, for the columns that sort rows into few kinds. */
export function categoryCells({ table, columns, sampled }: TableProfile, most: number): readonly CellText[] {
  return columns
    .filter((column) => isCategory(column, sampled))
    .toSorted((a, b) => a.nulls - b.nulls || a.distinct - b.distinct)
    .slice(0, most)
    .map((column) => categoryCell(table, column))
}

function isCategory({ name, type, distinct, personal, nulls, top }: ColumnProfile, rows: number): boolean {
  if (name.startsWith('_dlt_') || personal !== undefined || !/char|text|string/i.test(type)) return false
  const filled = rows - nulls
  return distinct >= 2 && distinct <= MOST_VALUES && distinct * 3 <= filled && (top[0]?.value.length ?? 0) < 60
}

function categoryCell(table: string, { name }: ColumnProfile): CellText {
  const quoted = quoteName(name)
  return {
    name: functionName(table, 'by', name),
    about: `Rows of ${table} by ${name}, the most frequent first.`,
    takes: 'sql',
    body: [
      'const values = await sql`',
      templateText(`  select ${quoted} as value, count(*) as "rows" from ${quoteName(table)}`),
      '  group by 1 order by 2 desc limit 20`',
      'return {',
      "  mark: 'bar',",
      '  data: { values },',
      '  encoding: {',
      "    y: { field: 'value', type: 'nominal', sort: '-x', title: null },",
      "    x: { field: 'rows', type: 'quantitative' },",
      '  },',
      '}',
    ],
  }
}
