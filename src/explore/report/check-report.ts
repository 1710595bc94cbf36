import { ConfigError } from '../../errors/tolva-error.ts'
import { isRecord } from '../../values/is-record.ts'
import type { CellOutput } from './report-event.ts'
import { type RunReportOptions, runReport } from './run-report.ts'

/** What became of a cell. */
export interface CheckedCell {
  readonly name: string
  readonly ms: number
  /** `12 rows`, `a chart of 30 rows`, `a text`. */
  readonly gave: string
  /** Why it is not good: it failed, or gave nothing to see. */
  readonly problem?: string
  readonly hint?: string
}

/**
 * Runs a report without showing it and says of each cell whether it gave something.
 * @throws ConfigError where the report cannot be run at all.
 */
export async function checkReport(file: string, options: RunReportOptions = {}): Promise<readonly CheckedCell[]> {
  const cells: CheckedCell[] = []
  for await (const event of runReport(file, options)) {
    if (event.event === 'failed') {
      const { code, message, hint } = event.data
      throw new ConfigError(message, { code, ...(hint !== undefined && { hint }), context: { file } })
    }
    if (event.event === 'cell') cells.push({ name: event.data.name, ms: event.data.ms, ...judged(event.data.output) })
  }
  options.signal?.throwIfAborted()
  return cells
}

function judged(output: CellOutput): Pick<CheckedCell, 'gave' | 'problem' | 'hint'> {
  switch (output.kind) {
    case 'text':
      return output.markdown.trim() === '' ? empty('a text without a word') : { gave: 'a text' }
    case 'rows':
      return output.rows.length === 0
        ? empty('no rows')
        : { gave: `${output.rows.length}${output.more ? '+' : ''} rows` }
    case 'chart': {
      const rows = chartRows(output.vega)
      return rows === 0 ? empty('a chart without rows') : { gave: `a chart of ${rows} rows` }
    }
    case 'error':
      return { gave: 'nothing', problem: output.message, ...(output.hint !== undefined && { hint: output.hint }) }
  }
}

function empty(gave: string): Pick<CheckedCell, 'gave' | 'problem' | 'hint'> {
  return { gave, problem: `it gave ${gave}`, hint: 'Is the table empty, or does the WHERE leave nothing?' }
}

function chartRows(vega: Readonly<Record<string, unknown>>): number {
  const sources: readonly unknown[] = Array.isArray(vega.data) ? vega.data : []
  const counts = sources.map((source) => (isRecord(source) && Array.isArray(source.values) ? source.values.length : 0))
  const generated = sources.some(
    (source) => isRecord(source) && 'transform' in source && JSON.stringify(source.transform).includes('sequence'),
  )
  return Math.max(generated ? 1 : 0, ...counts)
}
