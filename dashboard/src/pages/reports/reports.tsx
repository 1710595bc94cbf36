import { Link, useLocation } from 'wouter-preact'
import type { ReportList } from '../../../../src/dashboard/api/reports.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { Answered } from '../../design/answered.tsx'
import { Card } from '../../design/card.tsx'
import { Code } from '../../design/code.tsx'
import { Empty } from '../../design/empty.tsx'
import { Page } from '../../design/page.tsx'
import { Table, type TableColumn } from '../../design/table.tsx'
import { Time } from '../../design/time.tsx'
import type { ReportsProps } from '../../shell/pages.ts'
import { pipelinePath, unescapePart } from '../../url/links.ts'
import { ReportView } from './report-view.tsx'
import './reports.css'

type Listed = ReportList['reports'][number]

/** The reports of the project folder, and one of them. */
export function Reports({ report }: ReportsProps) {
  if (report === undefined) return <AllReports />
  const name = unescapePart(report)
  return <ReportView key={name} report={name} />
}

const columnsIn = (folder: string): readonly TableColumn<Listed>[] => [
  {
    key: 'report',
    title: 'Report',
    cell: ({ report }) => <Link href={pathOf(report)}>{report}</Link>,
  },
  {
    key: 'pipeline',
    title: 'Pipeline',
    cell: ({ pipeline }) => pipeline !== undefined && <Link href={pipelinePath(pipeline)}>{pipeline}</Link>,
  },
  {
    key: 'file',
    title: 'File',
    isExtra: true,
    cell: ({ file }) => (
      <span class="mono soft">{file.startsWith(folder) ? file.slice(folder.length).replace(/^[\\/]/, '') : file}</span>
    ),
  },
  { key: 'at', title: 'Saved', cell: ({ changedAt }) => <Time at={changedAt} /> },
]

function AllReports() {
  const [, navigate] = useLocation()
  const answer = useAnswer({ route: 'reports' })
  return (
    <Page title="Reports">
      <Answered of={answer}>
        {({ reports, folder }) =>
          reports.length === 0 ? (
            <Empty title="There is no report in this project yet.">
              <p>
                A report is a TypeScript file whose functions return rows, texts or charts. This profiles the tables of
                a pipeline and writes one:
              </p>
              <Code text="npx tolva explore <pipeline>" />
              <p class="faint">
                Files <code>*.explore.ts</code> are looked for in <code>{folder}</code>.
              </p>
            </Empty>
          ) : (
            <Card flush>
              <Table
                label="Reports"
                columns={columnsIn(folder)}
                rows={reports}
                rowKey={(one) => one.report}
                onOpen={(one) => navigate(pathOf(one.report))}
              />
            </Card>
          )
        }
      </Answered>
    </Page>
  )
}

function pathOf(report: string): string {
  return `/reports/${encodeURIComponent(report)}`
}
