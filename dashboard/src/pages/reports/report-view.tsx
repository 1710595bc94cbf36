import { Link } from 'wouter-preact'
import { urlOf } from '../../api/call.ts'
import { Empty } from '../../design/empty.tsx'
import { Icon } from '../../design/icon.tsx'
import { Page } from '../../design/page.tsx'
import { ProblemNote } from '../../design/problem-note.tsx'
import { Spinner } from '../../design/spinner.tsx'
import { formatDuration } from '../../format/duration.ts'
import { pipelinePath } from '../../url/links.ts'
import { ReportCellView } from './report-cell-view.tsx'
import { useReport } from './use-report.ts'

/** One report: its cells as they come, and again whenever its file is saved. */
export function ReportView({ report }: { readonly report: string }) {
  const shown = useReport(report)
  return (
    <Page
      title={shown.title ?? report}
      of={report}
      beside={
        <>
          {shown.pipeline && <Link href={pipelinePath(shown.pipeline)}>{shown.pipeline}</Link>}
          {shown.isRunning ? (
            <Spinner label="Running" />
          ) : (
            shown.ms !== undefined && <span class="faint">{formatDuration(shown.ms)}</span>
          )}
        </>
      }
      actions={
        <>
          <Link href="/reports">All reports</Link>
          <a
            class="button button-plain button-m"
            href={urlOf({ route: 'reportHtml', params: { report } })}
            download={`${report}.html`}
          >
            <Icon name="download" />
            Export HTML
          </a>
        </>
      }
    >
      {shown.problem && (
        <ProblemNote
          problem={shown.problem}
          {...(shown.cells.length > 0 && { lead: 'What is shown is from before.' })}
        />
      )}
      {shown.cells.map((cell) => (
        <ReportCellView key={cell.name} shown={cell} />
      ))}
      {!shown.isRunning && shown.cells.length === 0 && shown.problem === undefined && (
        <Empty title="This report has no cells.">Export a function from its file: what it returns is shown here.</Empty>
      )}
    </Page>
  )
}
