import { printTable } from '../../dataset/print-table.ts'
import type { CliContext } from '../cli-context.ts'

/** `tolva query`: one reading statement, printed as a table; rows beyond the limit are not read. */
export async function query(
  options: { readonly pipeline: string; readonly sql: string; readonly limit: number },
  context: CliContext,
): Promise<void> {
  const library = await context.library()
  const pipeline = await library.openPipeline(options.pipeline, {})
  const { columns, rows, more } = await pipeline
    .dataset()
    .sql(options.sql)
    .grid({ bigint: 'bigint', maxRows: options.limit })
  const { terminal } = context
  const names = columns.map(({ name }) => name)
  const table = printTable(names, rows, { width: terminal.width, color: terminal.color })
  terminal.result('query', { columns, rows: rows.map((row) => row.map(jsonNumber)), more }, table)
  if (more) terminal.note(`only the first ${options.limit} rows are shown: use --limit for more`)
}

/** Whole numbers leave as numbers where a JSON reader can hold them, else as text. */
function jsonNumber(value: unknown): unknown {
  if (typeof value !== 'bigint') return value
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}
