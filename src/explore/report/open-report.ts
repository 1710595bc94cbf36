import type { Dataset } from '../../dataset/dataset.ts'
import { dataTypeOf } from '../../dataset/value-reader.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { openPipeline } from '../../inspect.ts'
import { profileTable } from '../profile/profile-table.ts'
import { plainValue } from './plain-value.ts'
import type { ReportContext, ReportRow } from './report-context.ts'

/** More rows are no answer that a person reads, and would fill the memory. */
const MAX_ROWS = 100_000

/** What the cells of a report are handed. A report that names no pipeline fails only where it asks for data. */
export async function openReport(
  pipeline: string | undefined,
  place: { readonly dataDir?: string },
): Promise<ReportContext> {
  const { dataDir } = place
  const opened =
    pipeline === undefined
      ? undefined
      : (await openPipeline(pipeline, dataDir === undefined ? {} : { dataDir })).dataset()
  const dataset = () => {
    if (opened !== undefined) return opened
    throw new ConfigError('the report does not say of which pipeline it is', {
      code: 'report_without_pipeline',
      hint: "export const pipeline = 'chatbot_pipeline'",
    })
  }
  return {
    get dataset() {
      return dataset()
    },
    sql: (text: string | TemplateStringsArray, ...given: readonly unknown[]) =>
      typeof text === 'string' ? rowsOf(dataset(), text, listOf(given[0])) : rowsOf(dataset(), numbered(text), given),
    profile: async (table) => profileTable(dataset(), table, { waitSeconds: 30 }),
  }
}

/** `a = ${x} and b = ${y}` → `a = $1 and b = $2`. */
function numbered(parts: TemplateStringsArray): string {
  return parts.reduce((text, part, index) => `${text}$${index}${part}`)
}

function listOf(params: unknown): readonly unknown[] {
  return Array.isArray(params) ? params : []
}

async function rowsOf(dataset: Dataset, text: string, params: readonly unknown[]): Promise<ReportRow[]> {
  const { columns, rows, more } = await dataset.sql(text, params).grid({ bigint: 'bigint', maxRows: MAX_ROWS })
  if (more) {
    throw new ConfigError(`the query gives more than ${MAX_ROWS.toLocaleString('en')} rows`, {
      code: 'too_many_rows',
      hint: 'Aggregate in SQL (count, sum, group by), or add a limit.',
    })
  }
  const isDecimal = columns.map((column) => ['decimal', 'wei'].includes(dataTypeOf(column)))
  const read = (value: unknown, i: number) => (isDecimal[i] && value !== null ? Number(value) : plainValue(value))
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, read(row[i], i)])))
}
