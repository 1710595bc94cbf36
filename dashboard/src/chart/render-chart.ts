import { parse, type Spec, View } from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import './chart.css'
import { chartTooltip } from './chart-tooltip.ts'
import { dataTable } from './data-table.ts'

/** A chart that is on the page. */
export interface DrawnChart {
  /** Takes it away again. */
  remove(): void
  /** As the text of an SVG file. */
  svg(): Promise<string>
}

export interface RenderOptions {
  /** What it shows, in words: for those who cannot see it. */
  readonly label: string
  /** false: without the table of its rows beneath. Default true. */
  readonly table?: boolean
}

/**
 * Draws a compiled chart (`vega` of a report's cell or of `/api/chart`) into an element, in its width and the colours of the
 * page. Needs no network and no `eval`.
 */
export async function renderChart(
  place: HTMLElement,
  vega: Readonly<Record<string, unknown>>,
  options: RenderOptions,
): Promise<DrawnChart> {
  const drawing = document.createElement('div')
  drawing.className = 'chart-drawing'
  drawing.setAttribute('role', 'img')
  drawing.setAttribute('aria-label', options.label)
  place.replaceChildren(drawing)
  if (!isVega(vega)) throw new TypeError('a chart is a Vega spec')
  const tooltip = chartTooltip()
  const view = new View(parse(vega, undefined, { ast: true }), {
    renderer: 'svg',
    container: drawing,
    expr: expressionInterpreter,
    hover: true,
    tooltip: tooltip.show,
    loader: NO_NETWORK,
    logLevel: 0,
  })
  await view.runAsync()
  // What it shows is said by the label and the table; its marks have no names.
  drawing.querySelector('svg')?.setAttribute('aria-hidden', 'true')
  const rows = rowsOf(vega)
  if (rows.length === 0) drawing.append(emptyNote())
  else if (options.table !== false) place.append(dataTable(rows))
  const fits = takesWidth(vega)
  let width = drawing.clientWidth
  const watcher = new ResizeObserver(() => {
    if (!fits || drawing.clientWidth === width || drawing.clientWidth === 0) return
    width = drawing.clientWidth
    void view.width(width).runAsync()
  })
  watcher.observe(drawing)
  return {
    remove() {
      watcher.disconnect()
      tooltip.remove()
      view.finalize()
      place.replaceChildren()
    },
    svg: () => view.toSVG(),
  }
}

const refuse = () => Promise.reject(new Error('charts are drawn from rows alone, without network'))
const NO_NETWORK = { load: refuse, sanitize: refuse, http: refuse, file: refuse }

function isVega(value: unknown): value is Spec {
  return typeof value === 'object' && value !== null
}

/** The rows of its first source. */
function rowsOf(vega: Readonly<Record<string, unknown>>): readonly unknown[] {
  const sources: readonly unknown[] = Array.isArray(vega.data) ? vega.data : []
  for (const source of sources) {
    if (typeof source === 'object' && source !== null && 'values' in source && Array.isArray(source.values)) {
      return source.values
    }
  }
  return []
}

/** `width: 'container'` becomes a signal. */
function takesWidth(vega: Readonly<Record<string, unknown>>): boolean {
  return JSON.stringify(vega.signals ?? []).includes('containerSize()[0]')
}

function emptyNote(): HTMLElement {
  const note = document.createElement('p')
  note.className = 'chart-empty'
  note.textContent = 'No rows to draw.'
  return note
}
