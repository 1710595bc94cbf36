import type { ComponentChildren } from 'preact'
import type { Grid } from '../../../../src/dashboard/api/data.ts'
import { axisKind, type ResultColumn } from '../../chart/chart-columns.ts'
import { AGGREGATES, CHART_KINDS, type QuickChart, TIME_STEPS, timeStep } from '../../chart/quick-chart.ts'
import { Select } from '../../design/select.tsx'

interface ChartChoicesProps {
  readonly chart: QuickChart
  readonly columns: readonly ResultColumn[]
  readonly sample: Grid['rows']
  readonly onChart: (chart: QuickChart) => void
  readonly children: ComponentChildren
}

const NO_COLOR = ''
const AGGREGATE_TEXTS: Readonly<Record<QuickChart['aggregate'], string>> = {
  count: 'count of rows',
  sum: 'sum of',
  mean: 'mean of',
  min: 'least',
  max: 'greatest',
  none: 'each row',
}

/** What is drawn: the mark, both axes, a colour. */
export function ChartChoices({ chart, columns, sample, onChart, children }: ChartChoicesProps) {
  const names = columns.map((column) => ({ value: column.name, text: column.name }))
  const numbers = columns.filter((column) => axisKind(column) === 'number')
  const kindOf = (name: string) => {
    const column = columns.find((one) => one.name === name)
    return column && axisKind(column)
  }
  const chooseX = (x: string) => {
    const { step: _, ...rest } = chart
    const isTime = kindOf(x) === 'time'
    const at = columns.findIndex((column) => column.name === x)
    onChart({ ...rest, x, ...(isTime && { step: timeStep(sample, at) }) })
  }
  const chooseAggregate = (aggregate: QuickChart['aggregate']) => {
    const y = chart.y ?? numbers.find((column) => column.name !== chart.x)?.name
    onChart({ ...chart, aggregate, ...(aggregate !== 'count' && y !== undefined && { y }) })
  }
  const { step } = chart
  return (
    <div class="chart-choices">
      <Select
        label="Mark"
        value={chart.kind}
        options={plain(CHART_KINDS)}
        onChange={(kind) => onChart({ ...chart, kind })}
      />
      <Select
        label="Vertical"
        value={chart.aggregate}
        options={AGGREGATES.filter((one) => one === 'count' || numbers.length > 0 || one === chart.aggregate).map(
          (value) => ({
            value,
            text: AGGREGATE_TEXTS[value],
          }),
        )}
        onChange={chooseAggregate}
      />
      {chart.aggregate !== 'count' && (
        <Select
          label="Value"
          value={chart.y ?? ''}
          options={numbers.map((column) => ({ value: column.name, text: column.name }))}
          onChange={(y) => onChart({ ...chart, y })}
        />
      )}
      <Select shows label="by" value={chart.x} options={names} onChange={chooseX} />
      {step !== undefined && chart.aggregate !== 'none' && (
        <Select
          shows
          label="per"
          value={step}
          options={plain(TIME_STEPS)}
          onChange={(next) => onChart({ ...chart, step: next })}
        />
      )}
      <Select
        shows
        label="colour"
        value={chart.color ?? NO_COLOR}
        options={[{ value: NO_COLOR, text: 'none' }, ...names]}
        onChange={(color) => {
          const { color: _, ...rest } = chart
          onChart(color === NO_COLOR ? rest : { ...rest, color })
        }}
      />
      <span class="chart-choices-end">{children}</span>
    </div>
  )
}

function plain<Value extends string>(values: readonly Value[]) {
  return values.map((value) => ({ value, text: value }))
}
