import type uPlot from 'uplot'
import { themeColor } from '../design/theme-color.ts'
import type { PlotProps } from './plot.tsx'

const FONT = '11px system-ui, sans-serif'

/** How uPlot draws a plot in the theme that is shown. */
export function plotOptions(
  { series, formatX, formatY }: PlotProps,
  onPoint: (index: number | undefined) => void,
): Omit<uPlot.Options, 'width' | 'height'> {
  const line = themeColor('--line')
  const text = themeColor('--text-faint')
  const axis = { stroke: text, font: FONT, ticks: { show: false }, grid: { stroke: line, width: 1 } }
  return {
    legend: { show: false },
    padding: [8, 8, 0, 0],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
    scales: { x: { time: false }, y: { range: (_, __, max) => [0, max > 0 ? max * 1.1 : 10] } },
    series: [
      {},
      ...series.map((one) => {
        const color = themeColor(one.color)
        return {
          label: one.label,
          stroke: color,
          fill: faded(color),
          width: 1.5,
          points: { show: false },
          spanGaps: true,
        }
      }),
    ],
    axes: [
      { ...axis, grid: { show: false }, size: 24, space: 90, values: (_, ticks) => ticks.map(formatX) },
      { ...axis, size: 56, space: 34, values: (_, ticks) => ticks.map(formatY) },
    ],
    hooks: { setCursor: [(plot) => onPoint(plot.cursor.idx ?? undefined)] },
  }
}

/** `rgb(1, 2, 3)` as an area below a line. */
function faded(color: string): string {
  const numbers = color.match(/[\d.]+/g)?.slice(0, 3) ?? []
  return `rgba(${numbers.join(', ')}, 0.12)`
}
