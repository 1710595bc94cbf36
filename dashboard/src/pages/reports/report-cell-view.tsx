import { useMemo } from 'preact/hooks'
import type { ReportCell } from '../../../../src/dashboard/api/reports.ts'
import { ChartView } from '../../chart/chart-view.tsx'
import { Badge } from '../../design/badge.tsx'
import { Card } from '../../design/card.tsx'
import { ProblemNote } from '../../design/problem-note.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { formatDuration } from '../../format/duration.ts'
import { counted } from '../../format/numbers.ts'
import { type GridColumn, NO_LAYOUT, placeColumns } from '../../grid/column-layout.ts'
import { DataGrid, type GridRows } from '../../grid/data-grid.tsx'
import { SafeHtml } from '../../safe-html/safe-html.tsx'
import type { ShownCell } from './report-fold.ts'

/** A cell of a report: a text, rows, a chart, or why there is none. */
export function ReportCellView({ shown }: { readonly shown: ShownCell }) {
  const { name, cell, isOld } = shown
  if (cell === undefined) {
    return (
      <Card title={name}>
        <Skeleton rows={2} />
      </Card>
    )
  }
  const { output, printed } = cell
  const body = (
    <>
      <Output output={output} title={cell.title} />
      {printed && (
        <details class="report-printed">
          <summary>Printed</summary>
          <pre>{printed}</pre>
        </details>
      )}
    </>
  )
  return (
    <div id={name} class={isOld ? 'report-cell is-old' : 'report-cell'} aria-busy={isOld}>
      <Card title={cell.title} beside={<CellAbout cell={cell} />} flush={output.kind === 'rows'}>
        {body}
      </Card>
    </div>
  )
}

function CellAbout({ cell: { output, ms } }: { readonly cell: ReportCell }) {
  return (
    <span class="line">
      {output.kind === 'rows' && counted(output.rows.length, 'row')}
      {output.kind === 'rows' && output.more && <Badge tone="warning">more were there</Badge>}
      <span class="faint">{formatDuration(ms)}</span>
    </span>
  )
}

function Output({ output, title }: { readonly output: ReportCell['output']; readonly title: string }) {
  switch (output.kind) {
    case 'text':
      return <SafeHtml html={output.html} />
    case 'rows':
      return <Rows columns={output.columns} rows={output.rows} title={title} />
    case 'chart':
      return <ChartView vega={output.vega} label={title} />
    case 'error':
      return (
        <>
          <ProblemNote problem={output} />
          {output.stack && (
            <details class="report-printed" open>
              <summary>Where</summary>
              <pre>{output.stack}</pre>
            </details>
          )}
        </>
      )
  }
}

interface RowsProps {
  readonly columns: readonly { readonly name: string; readonly type?: string | undefined }[]
  readonly rows: readonly (readonly unknown[])[]
  readonly title: string
}

const TALLEST = 14

function Rows({ columns, rows, title }: RowsProps) {
  const placed = useMemo(() => {
    const known = columns.map(({ name, type = '' }): GridColumn => ({ name, type }))
    return placeColumns(known, NO_LAYOUT, rows)
  }, [columns, rows])
  const source = useMemo((): GridRows => ({ count: rows.length, at: (row) => rows[row] }), [rows])
  const height = 46 + Math.max(2, Math.min(TALLEST, rows.length)) * 28 + 12
  return (
    <div class="report-rows" style={{ height: `${height}px` }}>
      <DataGrid label={title} columns={placed} rows={source} empty={<p class="soft">No rows.</p>} />
    </div>
  )
}
