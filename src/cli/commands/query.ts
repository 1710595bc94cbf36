import { printTable } from '../../dataset/print-table.ts'
import type { CliContext } from '../cli-context.ts'
import { examples, JSON_FLAG, wholeNumber } from '../flags.ts'
import type { Register } from '../registration.ts'

/** Adds `tolva query`. */
export const registerQuery: Register = (program, execute) => {
  program
    .command('query')
    .description('read the loaded data with one SQL statement')
    .argument('<pipeline>', 'the pipeline')
    .argument('<sql>', 'a SELECT, WITH, FROM, SHOW, DESCRIBE or SUMMARIZE')
    .option('--limit <rows>', 'show at most so many rows', wholeNumber, 1000)
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      examples(
        'tolva query chatbot_pipeline "select * from chatbot_data.users limit 10"',
        'tolva query chatbot_pipeline "show all tables" --json',
      ),
    )
    .action((pipeline: string, sql: string, options: { json?: boolean; limit: number }) =>
      execute('query', options.json ?? false, (context) => query({ pipeline, sql, limit: options.limit }, context)),
    )
}

/** One reading statement, printed as a table; rows beyond the limit are not read. */
async function query(
  options: { readonly pipeline: string; readonly sql: string; readonly limit: number },
  context: CliContext,
): Promise<void> {
  const library = await context.library()
  const pipeline = await library.openPipeline(options.pipeline, {
    onEvent(event) {
      if (event.type === 'waiting') context.terminal.note(`waiting for at most ${event.ms / 1000} s: ${event.why}`)
    },
  })
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
