import { ConfigError } from '../../errors/tolva-error.ts'
import { chartScript } from '../html/chart-script.ts'
import { reportHtml } from '../html/report-html.ts'
import type { ReportCell } from './report-event.ts'
import { type RunReportOptions, runReport } from './run-report.ts'

/**
 * Runs a report and returns it as one HTML page that needs nothing else. A cell that failed says so in it.
 * @throws ConfigError where the report could not be run at all, or is too large.
 */
export async function exportReport(file: string, options: RunReportOptions = {}): Promise<string> {
  let title = ''
  let pipeline: string | undefined
  const cells: ReportCell[] = []
  for await (const event of runReport(file, options)) {
    if (event.event === 'failed') {
      const { code, message, hint } = event.data
      throw new ConfigError(message, { code, ...(hint !== undefined && { hint }), context: { file } })
    }
    if (event.event === 'begin') ({ title, pipeline } = event.data)
    if (event.event === 'cell') cells.push(event.data)
  }
  options.signal?.throwIfAborted()
  const named = pipeline === undefined ? {} : { pipeline }
  return reportHtml({ title, ...named, at: new Date().toISOString(), cells }, await chartScript())
}
