import { useMemo, useState } from 'preact/hooks'
import type { Grid } from '../../../../src/dashboard/api/data.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { axisKind, type ResultColumn } from '../../chart/chart-columns.ts'
import { chartSpec, chartValues } from '../../chart/chart-spec.ts'
import { chartSql, MOST_CATEGORIES, MOST_POINTS, verticalTitle } from '../../chart/chart-sql.ts'
import { ChartView } from '../../chart/chart-view.tsx'
import { guessChart, type QuickChart } from '../../chart/quick-chart.ts'
import { reportCell } from '../../chart/report-cell.ts'
import { Button } from '../../design/button.tsx'
import { ProblemNote } from '../../design/problem-note.tsx'
import { Skeleton } from '../../design/skeleton.tsx'
import { useCopy } from '../../design/use-copy.ts'
import { ChartChoices } from './chart-choices.tsx'

interface ChartPanelProps {
  readonly name: string
  /** The statement whose rows are drawn. */
  readonly sql: string
  readonly columns: readonly ResultColumn[]
  /** Some of its rows, to guess by. */
  readonly sample: Grid['rows']
  readonly onClose: () => void
}

/** A chart of a result: guessed at first, chosen then, aggregated by the database. */
export function ChartPanel({ name, sql, columns, sample, onClose }: ChartPanelProps) {
  const guess = useMemo(() => guessChart(columns, sample), [columns, sample])
  const [chosen, setChosen] = useState<QuickChart>()
  const chart = chosen !== undefined && columns.some((column) => column.name === chosen.x) ? chosen : guess
  return (
    <section class="chart-panel" aria-label="Chart">
      {chart === undefined ? (
        <p class="soft">There is nothing to draw: the result has no columns.</p>
      ) : (
        <>
          <ChartChoices chart={chart} columns={columns} sample={sample} onChart={setChosen}>
            <Button size="s" kind="quiet" icon="close" label="Close the chart" onClick={onClose} />
          </ChartChoices>
          <Chart name={name} sql={sql} chart={chart} columns={columns} />
        </>
      )}
    </section>
  )
}

interface ChartProps {
  readonly name: string
  readonly sql: string
  readonly chart: QuickChart
  readonly columns: readonly ResultColumn[]
}

function Chart({ name, sql, chart, columns }: ChartProps) {
  const copy = useCopy()
  const statement = chartSql(sql, chart, columns)
  const limit = chart.aggregate === 'none' ? MOST_POINTS : 10_000
  const rows = useAnswer({ route: 'query', params: { name }, body: { sql: statement, limit } })
  const spec = useMemo(() => chartSpec(chart, columns), [chart, columns])
  const values = useMemo(() => rows.data && chartValues(rows.data.rows), [rows.data])
  const drawn = useAnswer(values && { route: 'chart', body: { spec: { ...spec, data: { values } } } })
  const title = `${verticalTitle(chart)} by ${chart.x}`
  const problem = rows.problem ?? drawn.problem
  if (problem !== undefined) return <ProblemNote problem={problem} onRetry={rows.refresh} />
  const cutAt = chart.aggregate === 'none' ? MOST_POINTS : MOST_CATEGORIES
  const x = columns.find((column) => column.name === chart.x)
  const isCut = (chart.aggregate === 'none' || (x && axisKind(x) === 'category')) && (values?.length ?? 0) >= cutAt
  return (
    <>
      {drawn.data === undefined ? (
        <Skeleton rows={1} height={240} />
      ) : (
        <ChartView vega={drawn.data.vega} label={title} />
      )}
      <footer class="chart-foot">
        <span class="soft">{isCut ? `${chart.aggregate === 'none' ? 'The first' : 'The largest'} ${cutAt}.` : ''}</span>
        {rows.data?.limited.map((one) => (
          <span key={one.by} class="soft">
            {one.text}
          </span>
        ))}
        <Button
          size="s"
          kind="quiet"
          icon="copy"
          onClick={() => copy(JSON.stringify({ ...spec, data: { values } }, null, 2))}
        >
          Copy spec
        </Button>
        <Button size="s" kind="quiet" icon="copy" onClick={() => copy(reportCell(title, statement, spec))}>
          Copy as report cell
        </Button>
      </footer>
    </>
  )
}
