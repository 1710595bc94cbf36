import type { ComponentChildren, Ref } from 'preact'
import { useEffect, useId, useImperativeHandle, useMemo, useRef } from 'preact/hooks'
import type { SortedColumn } from '../filters/table-view.ts'
import type { PlacedColumn } from './column-layout.ts'
import { columnEdges, columnWindow } from './column-window.ts'
import { GridRow } from './grid-cells.tsx'
import { type ColumnActions, GridHead } from './grid-head.tsx'
import { cellRange, type GridCell } from './grid-move.ts'
import { tallHeights, tallRows } from './tall-scroll.ts'
import { useGridKeys } from './use-grid-keys.ts'
import { useTallScroll } from './use-tall-scroll.ts'
import './grid.css'

const ROW_HEIGHT = 28
const HEAD_HEIGHT = 46
const NOTHING: readonly SortedColumn[] = []
const NO_NAMES: ReadonlySet<string> = new Set()

/** Rows of a grid, however many: those that are in sight are asked for. */
export interface GridRows {
  readonly count: number
  readonly at: (row: number) => readonly unknown[] | undefined
  /** Called with what is in sight; `end` is exclusive. */
  readonly show?: (first: number, end: number) => void
}

/** What others may have a grid do. */
export interface GridHandle {
  readonly goTo: (cell: GridCell) => void
}

interface DataGridProps {
  /** Its accessible name. */
  readonly label: string
  readonly columns: readonly PlacedColumn[]
  readonly rows: GridRows
  readonly order?: readonly SortedColumn[]
  /** Names of the columns that are filtered. */
  readonly filtered?: ReadonlySet<string>
  readonly actions?: ColumnActions
  /** A cell was opened: Enter, or a double click. */
  readonly onOpen?: (cell: GridCell) => void
  readonly onActive?: (cell: GridCell) => void
  /** Rows in sight, counted from 1. */
  readonly onSight?: (first: number, last: number) => void
  /** What is shown is about to be replaced. */
  readonly isStale?: boolean
  /** Stands in place of rows. */
  readonly empty?: ComponentChildren
  readonly handle?: Ref<GridHandle>
}

/** A grid of any number of rows and columns that is gone through by keys. */
export function DataGrid(props: DataGridProps) {
  const { label, columns, rows, order = NOTHING, filtered = NO_NAMES, actions = {}, isStale = false } = props
  const id = useId()
  const place = useRef<HTMLDivElement>(null)
  const scroll = useTallScroll(place, rows.count, { rowHeight: ROW_HEIGHT, head: HEAD_HEIGHT })
  const { view } = scroll
  const list = { rows: rows.count, rowHeight: ROW_HEIGHT, view: view.height }
  const { first, end } = tallRows(list, view.top)
  const gutter = 22 + 8 * Math.max(2, String(rows.count).length)
  const edges = useMemo(() => columnEdges(columns.map((column) => column.width)), [columns])
  const window = columnWindow(edges, view.left, view.width)
  const width = gutter + (edges.at(-1) ?? 0)
  const keys = useGridKeys({ place, scroll, list, edges, gutter, columns, rows, actions, id, ...callbacks(props) })
  useImperativeHandle(props.handle ?? null, () => ({ goTo: keys.goTo }), [keys.goTo])

  const { show } = rows
  useEffect(() => show?.(first, end), [show, first, end])
  const { onSight } = props
  const top = Math.min(rows.count, Math.floor(view.top / ROW_HEIGHT) + 1)
  const bottom = Math.min(rows.count, Math.floor((view.top + view.height) / ROW_HEIGHT))
  useEffect(() => onSight?.(top, Math.max(top, bottom)), [onSight, top, bottom])

  const { active } = keys
  const range = keys.anchor && active ? cellRange(keys.anchor, active) : undefined
  const shift = HEAD_HEIGHT - (view.top - view.scrollTop)
  return (
    <div class={`grid${isStale ? ' is-stale' : ''}`}>
      <div
        ref={place}
        class="grid-scroll"
        role="grid"
        aria-label={label}
        aria-rowcount={rows.count + 1}
        aria-colcount={columns.length + 1}
        aria-activedescendant={active && `${id}-${active.row < 0 ? 'h' : active.row}-${active.column}`}
        aria-busy={isStale}
        tabIndex={0}
        onScroll={scroll.onScroll}
        {...keys.listeners}
      >
        <div
          class="grid-canvas"
          style={{ width: `${width}px`, height: `${tallHeights(list).element + HEAD_HEIGHT}px` }}
        >
          <GridHead
            {...{ id, columns, window, width, gutter, order, filtered, actions }}
            height={HEAD_HEIGHT}
            active={active?.row === -1 ? active.column : undefined}
          />
          {Array.from({ length: end - first }, (_, i) => first + i).map((row) => (
            <GridRow
              key={row}
              {...{ id, row, columns, window, width, gutter, active, range }}
              values={rows.at(row)}
              top={shift + row * ROW_HEIGHT}
              height={ROW_HEIGHT}
            />
          ))}
        </div>
      </div>
      {rows.count === 0 && props.empty && <div class="grid-empty">{props.empty}</div>}
    </div>
  )
}

function callbacks({ onOpen, onActive }: DataGridProps) {
  return { ...(onOpen && { onOpen }), ...(onActive && { onActive }) }
}
