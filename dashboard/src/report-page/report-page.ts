// The script of an exported report: draws its charts, which stand in the page as JSON.
import { renderChart } from '../chart/render-chart.ts'
import './report-page.css'

const charts: unknown = JSON.parse(document.getElementById('charts')?.textContent ?? '{}')

for (const place of document.querySelectorAll<HTMLElement>('[data-chart]')) {
  const { chart = '', label = '' } = place.dataset
  const vega: unknown = typeof charts === 'object' && charts !== null ? Reflect.get(charts, chart) : undefined
  if (!isRecord(vega)) continue
  renderChart(place, vega, { label }).catch((error: unknown) => {
    place.textContent = `This chart could not be drawn: ${error instanceof Error ? error.message : String(error)}`
  })
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
