import type { LoadList } from '../../../../src/dashboard/api/loads.ts'

type Load = LoadList['loads'][number]

const OWN_COLOURS = 7
const OTHERS = 'other tables'

/** A table's part of the plot. */
export interface StackLayer {
  readonly table: string
  readonly color: string
}

/** A load as the plot shows it. */
export interface StackBar {
  readonly load: Load
  /** Rows of each layer, in their order; undefined where they are not known. */
  readonly parts: readonly number[] | undefined
  readonly total: number
}

/** What is drawn: the tables with the most rows by themselves, all others as one. */
export interface Stack {
  readonly layers: readonly StackLayer[]
  /** The oldest first. */
  readonly bars: readonly StackBar[]
  readonly top: number
}

/** Lays loads out to be drawn, the newest of them at the end. */
export function stackOf(loads: readonly Load[], most: number): Stack {
  const shown = loads.slice(0, most).reverse()
  const totals = new Map<string, number>()
  for (const { rowCounts = {} } of shown) {
    for (const [table, rows] of Object.entries(rowCounts)) totals.set(table, (totals.get(table) ?? 0) + rows)
  }
  const tables = [...totals.keys()].sort((one, other) => (totals.get(other) ?? 0) - (totals.get(one) ?? 0))
  // One table more than there are colours has its own; "other tables" would hold it alone.
  const own = tables.length <= OWN_COLOURS + 1 ? tables : tables.slice(0, OWN_COLOURS)
  const hasOthers = own.length < tables.length
  const bars = shown.map((load): StackBar => {
    if (load.rowCounts === undefined) return { load, parts: undefined, total: 0 }
    const counts = load.rowCounts
    const total = Object.values(counts).reduce((sum, rows) => sum + rows, 0)
    const parts = own.map((table) => counts[table] ?? 0)
    const rest = total - parts.reduce((sum, rows) => sum + rows, 0)
    return { load, parts: hasOthers ? [...parts, rest] : parts, total }
  })
  const layers = [...own, ...(hasOthers ? [OTHERS] : [])].map((table, index) => ({
    table,
    color: `--series-${index + 1}`,
  }))
  return { layers, bars, top: Math.max(0, ...bars.map((bar) => bar.total)) }
}
