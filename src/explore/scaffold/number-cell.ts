import { quoteName } from '../../sql/quote-name.ts'
import type { ColumnProfile, TableProfile } from '../profile/table-profile.ts'
import { type CellText, functionName, literal, templateText } from './cell-text.ts'

const BINS = 24
const ID = /(^|_)(id|key|code|number|zip|version|phone|idx|lat|lng|latitude|longitude)$/i

/** How the numbers of a column are spread, counted in the database. */
export function numberCells({ table, columns }: TableProfile, most: number): readonly CellText[] {
  return columns
    .filter(isMeasure)
    .toSorted((a, b) => a.nulls - b.nulls)
    .slice(0, most)
    .map((column) => numberCell(table, column))
}

function isMeasure({ name, mean, distinct, min, max, personal, remarks }: ColumnProfile): boolean {
  const isTime = remarks.some((remark) => remark.includes('since 1970'))
  if (name.startsWith('_dlt_') || ID.test(name) || personal !== undefined || isTime) return false
  return mean !== undefined && distinct > 10 && Number(max) > Number(min)
}

function numberCell(table: string, { name, min, max, type }: ColumnProfile): CellText {
  const width = niceWidth((Number(max) - Number(min)) / BINS, /int/i.test(type))
  const quoted = quoteName(name)
  return {
    name: functionName(table, 'by range of', name),
    about: `How ${name} of ${table} is spread, in steps of ${width}.`,
    takes: 'sql',
    body: [
      'const values = await sql`',
      templateText(
        `  select floor(cast(${quoted} as double precision) / ${width}) * ${width} as low, count(*) as "rows"`,
      ),
      `${templateText(`  from ${quoteName(table)} where ${quoted} is not null group by 1 order by 1`)}\``,
      'return {',
      "  mark: 'bar',",
      `  data: { values: values.map((row) => ({ ...row, high: Number(row.low) + ${width} })) },`,
      '  encoding: {',
      `    x: { field: 'low', type: 'quantitative', bin: { binned: true }, title: ${literal(name)} },`,
      "    x2: { field: 'high' },",
      "    y: { field: 'rows', type: 'quantitative' },",
      '  },',
      '}',
    ],
  }
}

/** 1, 2 or 5 times a power of ten; of whole numbers no fraction. */
function niceWidth(width: number, isWhole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(width))
  const step = [1, 2, 5, 10].find((one) => one * power >= width) ?? 10
  const nice = Number((step * power).toPrecision(3))
  return isWhole ? Math.max(1, nice) : nice
}
