import { cellText } from './cell-text.ts'
import { isNumeric, isSystemColumn, type PlacedColumn } from './column-layout.ts'
import type { ColumnWindow } from './column-window.ts'
import type { cellRange, GridCell } from './grid-move.ts'

interface GridRowProps {
  readonly id: string
  readonly row: number
  /** Undefined: on its way. */
  readonly values: readonly unknown[] | undefined
  readonly columns: readonly PlacedColumn[]
  readonly window: ColumnWindow
  readonly top: number
  readonly height: number
  readonly width: number
  readonly gutter: number
  readonly active: GridCell | undefined
  readonly range: ReturnType<typeof cellRange> | undefined
}

/** A row of a grid: its number, and the cells that are in sight. */
export function GridRow(props: GridRowProps) {
  const { id, row, values, columns, window, gutter, range } = props
  const inRange = range !== undefined && row >= range.top && row < range.bottom
  const cells = []
  for (let column = window.first; column < window.end; column++) {
    const placed = columns[column]
    if (placed === undefined) continue
    const isActive = props.active?.row === row && props.active.column === column
    const isChosen = inRange && column >= range.left && column < range.right
    cells.push(
      <div
        key={placed.index}
        id={`${id}-${row}-${column}`}
        role="gridcell"
        aria-colindex={column + 2}
        aria-selected={isActive || isChosen}
        data-cell-row={row}
        data-cell-column={column}
        class={`grid-cell${isActive ? ' is-active' : ''}${isChosen ? ' is-chosen' : ''}`}
        style={{ left: `${gutter + (window.edges[column] ?? 0)}px`, width: `${placed.width}px` }}
      >
        {values === undefined ? (
          <span class="cell-waits" />
        ) : (
          <CellValue value={values[placed.index]} column={placed} />
        )}
      </div>,
    )
  }
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      class={`grid-row${row % 2 === 1 ? ' is-odd' : ''}`}
      style={{ top: `${props.top}px`, height: `${props.height}px`, width: `${props.width}px` }}
    >
      <div role="rowheader" aria-colindex={1} class="grid-number" style={{ width: `${gutter}px` }}>
        {row + 1}
      </div>
      {cells}
    </div>
  )
}

function CellValue({ value, column }: { readonly value: unknown; readonly column: PlacedColumn }) {
  const { text, kind } = cellText(value, column.dataType)
  const right = isNumeric(column) || kind === 'number'
  return (
    <span class={`cell cell-${kind}${right ? ' cell-right' : ''}${isSystemColumn(column.name) ? ' cell-system' : ''}`}>
      {text}
    </span>
  )
}
