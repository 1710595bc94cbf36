import { type RunReportOptions, runReport } from './run-report.ts'

/** Runs a report and returns it as one HTML page that needs nothing else. */
export async function exportReport(file: string, options: RunReportOptions = {}): Promise<string> {
  const parts: string[] = []
  for await (const event of runReport(file, options)) parts.push(JSON.stringify(event))
  return parts.join('\n')
}
