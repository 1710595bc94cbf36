import { quoteName } from '../../sql/quote-name.ts'
import type { ColumnProfile, TableProfile } from '../profile/table-profile.ts'
import { type CellText, functionName, literal, templateText } from './cell-text.ts'

const DAY = 86_400_000
const GRAINS = [
  ['hour', 3 * DAY],
  ['day', 120 * DAY],
  ['week', 800 * DAY],
  ['month', 40 * 365 * DAY],
] as const

/** Rows over time, by the column that says best when a row came to be; undefined where there is none. */
export function timeCell({ table, rows, columns }: TableProfile): CellText | undefined {
  const column = bestTime(columns, rows)
  if (column === undefined) return undefined
  const span = Date.parse(column.max ?? '') - Date.parse(column.min ?? '')
  const grain = GRAINS.find(([, longest]) => span <= longest)?.[0] ?? 'year'
  const name = quoteName(column.name)
  return {
    name: functionName(table, 'per', grain),
    about: `Rows of ${table} by ${grain}, as ${column.name} says.`,
    takes: 'sql',
    body: [
      'const values = await sql`',
      templateText(`  select date_trunc('${grain}', ${name}) as ${quoteName(grain)}, count(*) as "rows"`),
      `${templateText(`  from ${quoteName(table)} where ${name} is not null group by 1 order by 1`)}\``,
      'return {',
      "  mark: { type: 'area', line: true },",
      '  data: { values },',
      '  encoding: {',
      `    x: { field: ${literal(grain)}, type: 'temporal', title: null },`,
      "    y: { field: 'rows', type: 'quantitative' },",
      '  },',
      '}',
    ],
  }
}

function bestTime(columns: readonly ColumnProfile[], rows: number): ColumnProfile | undefined {
  const times = columns.filter(
    ({ name, type, distinct, min }) =>
      /timestamp|date/i.test(type) && distinct > 2 && min !== undefined && !name.startsWith('_dlt_'),
  )
  const score = ({ name, nulls }: ColumnProfile) =>
    (/creat|insert|added|start|register|joined|date$|^at$/i.test(name) ? 2 : 1) * (1 - nulls / Math.max(1, rows))
  return times.toSorted((a, b) => score(b) - score(a))[0]
}
