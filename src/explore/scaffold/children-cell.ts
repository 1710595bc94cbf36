import { quoteName } from '../../sql/quote-name.ts'
import { type CellText, functionName, literal, templateText } from './cell-text.ts'

/** How many rows of a nested table belong to one row of the table above it. */
export function childrenCell(child: string, parent: string): CellText {
  const [of, above] = [quoteName(child), quoteName(parent)]
  return {
    name: functionName(child, 'per row'),
    about: `How many rows of ${child} one row of ${parent} has.`,
    takes: 'sql',
    body: [
      'const values = await sql`',
      templateText(`  select nested, count(*) as "rows" from (`),
      templateText(`    select p."_dlt_id", count(c."_dlt_id") as nested from ${above} as p`),
      templateText(`    left join ${of} as c on c."_dlt_parent_id" = p."_dlt_id" group by 1`),
      '  ) as counted group by 1 order by 1 limit 100`',
      'return {',
      "  mark: 'bar',",
      '  data: { values },',
      '  encoding: {',
      `    x: { field: 'nested', type: 'ordinal', title: ${literal(`rows of ${child}`)}, axis: { labelAngle: 0 } },`,
      `    y: { field: 'rows', type: 'quantitative', title: ${literal(`rows of ${parent}`)} },`,
      '  },',
      '}',
    ],
  }
}
