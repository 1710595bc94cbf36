import { useMemo } from 'preact/hooks'
import type { RunProgress } from '../../../../src/dashboard/api/live.ts'
import { formatBytes } from '../../format/bytes.ts'
import { formatClock } from '../../format/duration.ts'
import { formatCompact } from '../../format/numbers.ts'
import { Plot } from '../../plot/plot.tsx'
import { ratesOf } from '../../plot/rates.ts'

const PLOTS = [
  { title: 'Rows a second', key: 'rows', color: '--series-1', isRate: true, format: formatCompact },
  { title: 'Requests a second', key: 'requests', color: '--series-2', isRate: true, format: formatCompact },
  { title: 'Read a second', key: 'bytes', color: '--series-3', isRate: true, format: formatBytes },
  { title: 'Memory', key: 'memory', color: '--series-4', isRate: false, format: formatBytes },
] as const

/** How a run went from its start: rows, requests, bytes, memory. */
export function LivePlots({ progress }: { readonly progress: RunProgress }) {
  const { series } = progress
  const x = useMemo(() => series.map((point) => point.t / 1000), [series])
  return (
    <section class="card live-plots" aria-label="Over time">
      {PLOTS.map((plot) => (
        <OnePlot key={plot.key} plot={plot} x={x} progress={progress} />
      ))}
    </section>
  )
}

interface OnePlotProps {
  readonly plot: (typeof PLOTS)[number]
  readonly x: readonly number[]
  readonly progress: RunProgress
}

function OnePlot({ plot, x, progress: { series, status } }: OnePlotProps) {
  const isOver = status !== 'running'
  const lines = useMemo(() => {
    const values = plot.isRate
      ? ratesOf(series.map((point) => ({ t: point.t, total: point[plot.key] })))
      : series.map((point) => point[plot.key])
    return [{ label: plot.title, color: plot.color, values }]
  }, [plot, series])
  return (
    <Plot
      title={plot.title}
      x={x}
      series={lines}
      formatX={formatClock}
      {...(isOver && { summary: `up to ${plot.format(peakOf(lines[0]?.values ?? []))}` })}
      formatY={plot.format}
    />
  )
}

function peakOf(values: readonly (number | null)[]): number {
  return values.reduce<number>((peak, value) => Math.max(peak, value ?? 0), 0)
}
