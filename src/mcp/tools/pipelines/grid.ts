import { z } from 'zod'
import { counted } from '../../../dataset/limitation.ts'
import type { LimitedGrid } from '../../../dataset/limited-grid.ts'
import { markdownTable } from '../../markdown-table.ts'
import type { ToolAnswer } from '../tool.ts'

/** Bytes of rows that one answer brings. */
export const MAX_BYTES = 1_000_000
/** Characters of one value. */
export const MAX_CELL = 5_000

/** Rows as tools give them. */
export const GRID = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.unknown())).describe('In the order of the columns. Whole numbers beyond 2^53 are texts.'),
  row_count: z.number(),
  truncated: z.boolean().describe('true: there is more than is given here; limits says why.'),
  limits: z.array(z.string()),
  ms: z.number(),
})

/** A result within limits as an answer. */
export function gridAnswer({ columns, rows, limited, ms }: LimitedGrid): ToolAnswer {
  const limits = limited.map(({ text }) => text)
  const names = columns.map(({ name }) => name)
  return {
    data: {
      columns: columns.map(({ name, type }) => ({ name, type })),
      rows,
      row_count: rows.length,
      truncated: limits.length > 0,
      limits,
      ms,
    },
    text: [
      names.length === 0 ? 'no rows' : markdownTable(names, rows),
      '',
      `*(${counted(rows.length, 'row')}${limits.length > 0 ? `; cut short: ${limits.join('; ')}` : ''})*`,
    ].join('\n'),
  }
}
