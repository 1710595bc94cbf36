import type { Config } from 'vega-lite'

const SERIES: [string, string, string, string, string, string, string, string] = [
  series(1, '#4c5fd5'),
  series(2, '#0f9b8e'),
  series(3, '#d9822b'),
  series(4, '#a24bbf'),
  series(5, '#2c8fce'),
  series(6, '#b5507a'),
  series(7, '#7a8b2e'),
  series(8, '#7d8592'),
]
const TEXT = 'var(--text, #16181d)'
const SOFT = 'var(--text-soft, #555b66)'
const LINE = 'var(--line, #e3e5e9)'
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif'

/** How charts look. Colours are variables of the page's style sheet, so that a drawn chart follows light and dark. */
export const CHART_CONFIG: Config = {
  // The place that a chart is drawn into has one label and a table beside it; a label for each bar would be read out one by one.
  aria: false,
  background: 'transparent',
  font: FONT,
  padding: { left: 4, right: 8, top: 8, bottom: 4 },
  view: { stroke: null, continuousHeight: 260, discreteHeight: { step: 22 } },
  range: { category: SERIES },
  mark: { color: SERIES[0], tooltip: true },
  rule: { color: SOFT },
  text: { color: TEXT },
  area: { fillOpacity: 0.7, line: true },
  axis: {
    labelColor: SOFT,
    titleColor: SOFT,
    titleFontWeight: 'normal',
    gridColor: LINE,
    domainColor: LINE,
    tickColor: LINE,
    labelFontSize: 11,
    titleFontSize: 11,
    labelLimit: 220,
  },
  legend: { labelColor: SOFT, titleColor: SOFT, titleFontWeight: 'normal', labelFontSize: 11, titleFontSize: 11 },
  header: { labelColor: SOFT, titleColor: SOFT },
  title: { color: TEXT, subtitleColor: SOFT, fontSize: 13, anchor: 'start' },
}

function series(number: number, light: string): string {
  return `var(--series-${number}, ${light})`
}
