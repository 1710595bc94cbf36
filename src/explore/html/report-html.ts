import { createHash } from 'node:crypto'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { ReportCell } from '../report/report-event.ts'
import { cellHtml } from './cell-html.ts'
import type { ChartScript } from './chart-script.ts'
import { escapeHtml } from './escape-html.ts'
import { inlineJson } from './inline-json.ts'

/** What an exported report is made of. */
export interface ReportToExport {
  readonly title: string
  readonly pipeline?: string
  /** When it was run: an ISO timestamp. */
  readonly at: string
  readonly cells: readonly ReportCell[]
}

/** Larger ones are slow to open, and mailboxes refuse them. */
const MAX_BYTES = 20_000_000

/**
 * One HTML page that needs nothing else: scripts and styles are its own and named by their digests, and it may load nothing.
 * @throws ConfigError code `report_too_large`.
 */
export function reportHtml(report: ReportToExport, { script, style }: ChartScript): string {
  const charts = Object.fromEntries(
    report.cells.flatMap(({ name, output }) => (output.kind === 'chart' ? [[name, output.vega]] : [])),
  )
  const hasCharts = Object.keys(charts).length > 0
  const policy = [
    "default-src 'none'",
    ...(hasCharts ? [`script-src '${digest(script)}'`] : []),
    `style-src '${digest(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const scripts = hasCharts
    ? `<script type="application/json" id="charts">${inlineJson(charts)}</script>\n<script>${script}</script>`
    : ''
  const from = report.pipeline === undefined ? '' : `Pipeline <b>${escapeHtml(report.pipeline)}</b> · `
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="${policy}">
<title>${escapeHtml(report.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<header><h1>${escapeHtml(report.title)}</h1><p>${from}<time datetime="${report.at}">${report.at.slice(0, 16).replace('T', ' ')} UTC</time></p></header>
${report.cells.map(cellHtml).join('\n')}
</main>
${scripts}
</body>
</html>
`
  const bytes = Buffer.byteLength(html)
  if (bytes <= MAX_BYTES) return html
  throw new ConfigError(
    `the report would be a file of ${(bytes / 1e6).toFixed(1)} MB, and more than 20 MB are not written`,
    {
      code: 'report_too_large',
      hint: 'Aggregate in SQL, so that charts have fewer rows.',
    },
  )
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
