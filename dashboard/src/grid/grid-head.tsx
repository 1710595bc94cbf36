import { useRef } from 'preact/hooks'
import { Icon } from '../design/icon.tsx'
import type { SortedColumn } from '../filters/table-view.ts'
import { isNumeric, isSystemColumn, type PlacedColumn } from './column-layout.ts'
import type { ColumnWindow } from './column-window.ts'

/** What can be done with the columns of a grid; what is absent cannot be done. */
export interface ColumnActions {
  readonly onSort?: (column: PlacedColumn, add: boolean) => void
  readonly onMenu?: (column: PlacedColumn, place: DOMRect) => void
  readonly onResize?: (column: PlacedColumn, width: number) => void
  readonly onMove?: (from: number, to: number) => void
}

interface GridHeadProps {
  readonly id: string
  readonly columns: readonly PlacedColumn[]
  readonly window: ColumnWindow
  readonly width: number
  readonly height: number
  readonly gutter: number
  /** Place of the header that keys are at. */
  readonly active: number | undefined
  readonly order: readonly SortedColumn[]
  readonly filtered: ReadonlySet<string>
  readonly actions: ColumnActions
}

/** The header of a grid: names, types, order; where columns are moved and made wider. */
export function GridHead(props: GridHeadProps) {
  const { columns, window, gutter } = props
  const dragged = useRef<number>()
  const drop = (to: number) => {
    if (dragged.current !== undefined && dragged.current !== to) props.actions.onMove?.(dragged.current, to)
    dragged.current = undefined
  }
  const shown = columns.slice(window.first, window.end)
  return (
    <div
      role="row"
      aria-rowindex={1}
      class="grid-head"
      style={{ width: `${props.width}px`, height: `${props.height}px` }}
    >
      <div role="columnheader" aria-colindex={1} class="grid-number" style={{ width: `${gutter}px` }}>
        <span class="visually-hidden">Row</span>
      </div>
      {shown.map((column, i) => (
        <HeadCell key={column.index} {...props} column={column} at={window.first + i} dragged={dragged} drop={drop} />
      ))}
    </div>
  )
}

interface HeadCellProps extends GridHeadProps {
  readonly column: PlacedColumn
  readonly at: number
  readonly dragged: { current: number | undefined }
  readonly drop: (to: number) => void
}

function HeadCell({ id, column, at, window, gutter, active, order, filtered, actions, dragged, drop }: HeadCellProps) {
  const place = order.findIndex((one) => one.column === column.name)
  const direction = order[place]?.direction
  const left = gutter + (window.edges[at] ?? 0)
  return (
    <div
      id={`${id}-h-${at}`}
      role="columnheader"
      aria-colindex={at + 2}
      aria-sort={direction === undefined ? 'none' : direction === 'asc' ? 'ascending' : 'descending'}
      class={`grid-name${active === at ? ' is-active' : ''}${isNumeric(column) ? ' is-right' : ''}${isSystemColumn(column.name) ? ' is-system' : ''}`}
      style={{ left: `${left}px`, width: `${column.width}px` }}
      draggable={actions.onMove !== undefined}
      onDragStart={() => {
        dragged.current = at
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={() => drop(at)}
    >
      <button
        type="button"
        tabIndex={-1}
        class="grid-sort"
        title={`${column.name} · ${column.type}`}
        disabled={actions.onSort === undefined}
        onClick={(event) => actions.onSort?.(column, event.shiftKey)}
      >
        <span class="grid-title">
          <span class="cut">{column.name}</span>
          {filtered.has(column.name) && <Icon name="filter" size={11} />}
          {direction !== undefined && <Icon name={direction === 'asc' ? 'up' : 'down'} size={12} />}
          {direction !== undefined && order.length > 1 && <span class="grid-place">{place + 1}</span>}
        </span>
        <span class="grid-type cut">{column.type}</span>
      </button>
      {actions.onMenu && (
        <button
          type="button"
          tabIndex={-1}
          class="grid-menu-button"
          aria-label={`Column ${column.name}`}
          onClick={(event) => actions.onMenu?.(column, event.currentTarget.getBoundingClientRect())}
        >
          <Icon name="down" size={12} />
        </button>
      )}
      {actions.onResize && <ResizeHandle column={column} onResize={actions.onResize} />}
    </div>
  )
}

interface ResizeHandleProps {
  readonly column: PlacedColumn
  readonly onResize: (column: PlacedColumn, width: number) => void
}

function ResizeHandle({ column, onResize }: ResizeHandleProps) {
  const start = useRef<{ readonly x: number; readonly width: number }>()
  return (
    <div
      class="grid-resize"
      aria-hidden="true"
      draggable
      onDragStart={(event) => {
        // Taken by the pointer below; a drag here must not move the column.
        event.preventDefault()
        event.stopPropagation()
      }}
      onPointerDown={(event) => {
        start.current = { x: event.clientX, width: column.width }
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={(event) => {
        if (start.current) onResize(column, start.current.width + event.clientX - start.current.x)
      }}
      onPointerUp={() => {
        start.current = undefined
      }}
    />
  )
}
