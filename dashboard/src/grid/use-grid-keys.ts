import type { RefObject } from 'preact'
import { useCallback, useRef, useState } from 'preact/hooks'
import { useToast } from '../design/toast.tsx'
import { counted } from '../format/numbers.ts'
import type { PlacedColumn } from './column-layout.ts'
import { columnShowing } from './column-window.ts'
import { cellsAsTsv } from './copied-cells.ts'
import type { GridRows } from './data-grid.tsx'
import type { ColumnActions } from './grid-head.tsx'
import { cellRange, type GridCell, gridMove } from './grid-move.ts'
import { type TallList, tallShowing } from './tall-scroll.ts'
import type { TallScroll } from './use-tall-scroll.ts'

interface GridParts {
  readonly place: RefObject<HTMLElement>
  readonly scroll: TallScroll
  readonly list: TallList
  readonly edges: readonly number[]
  readonly gutter: number
  readonly columns: readonly PlacedColumn[]
  readonly rows: GridRows
  readonly actions: ColumnActions
  readonly id: string
  readonly onOpen?: (cell: GridCell) => void
  readonly onActive?: (cell: GridCell) => void
}

const MOST_COPIED = 10_000
const RESIZE_STEP = 24

/** The cell that keys and the mouse are at, and what they do there. */
export function useGridKeys(parts: GridParts) {
  const [active, setActive] = useState<GridCell>()
  const [anchor, setAnchor] = useState<GridCell>()
  const say = useToast()
  const latest = useRef(parts)
  latest.current = parts

  const goTo = useCallback((cell: GridCell, extend = false) => {
    const { scroll, list, edges, gutter, columns, onActive } = latest.current
    const row = Math.min(cell.row, list.rows - 1)
    const column = Math.min(cell.column, Math.max(0, columns.length - 1))
    setActive((before) => {
      setAnchor((from) => (extend ? (from ?? before) : undefined))
      return { row, column }
    })
    const seen = { left: scroll.view.left, view: scroll.view.width - gutter }
    scroll.scrollTo({
      left: columnShowing(edges, seen, column),
      ...(row >= 0 && { top: tallShowing(list, scroll.view.top, row) }),
    })
    if (row >= 0) onActive?.({ row, column })
  }, [])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== parts.place.current) return
    const at = active ?? { row: 0, column: 0 }
    if (at.row < 0 && onHeaderKey(event, at, parts)) {
      event.preventDefault()
      return
    }
    if (event.altKey) {
      if (event.key === 'ArrowDown') openMenu(at, parts)
      return
    }
    if (event.key === 'Enter' && active !== undefined && at.row >= 0) {
      event.preventDefault()
      parts.onOpen?.(at)
      return
    }
    if (event.key === 'Escape') {
      setAnchor(undefined)
      return
    }
    const page = Math.max(1, Math.floor(parts.list.view / parts.list.rowHeight) - 1)
    const to = gridMove(at, event, { rows: parts.list.rows, columns: parts.columns.length, page })
    if (to === undefined) return
    event.preventDefault()
    goTo(active === undefined ? at : to, event.shiftKey)
  }

  const onCopy = (event: ClipboardEvent) => {
    if (active === undefined || active.row < 0) return
    const text = copiedText(active, anchor, parts)
    event.clipboardData?.setData('text/plain', text.tsv)
    event.preventDefault()
    say(`Copied ${counted(text.cells, 'cell')}`)
  }

  const onMouseDown = (event: MouseEvent) => {
    const cell = cellOf(event.target)
    if (cell !== undefined) goTo(cell, event.shiftKey)
  }
  const onMouseOver = (event: MouseEvent) => {
    const cell = event.buttons === 1 ? cellOf(event.target) : undefined
    if (cell !== undefined && active !== undefined && active.row >= 0) goTo(cell, true)
  }
  const onDblClick = (event: MouseEvent) => {
    const cell = cellOf(event.target)
    if (cell !== undefined) parts.onOpen?.(cell)
  }
  const onFocus = (event: FocusEvent) => {
    if (active === undefined && event.target === parts.place.current && event.target instanceof HTMLElement) {
      if (event.target.matches(':focus-visible')) setActive({ row: Math.min(0, parts.list.rows - 1), column: 0 })
    }
  }
  return { active, anchor, goTo, listeners: { onKeyDown, onCopy, onMouseDown, onMouseOver, onDblClick, onFocus } }
}

/** Keys on a column's name; true: taken. */
function onHeaderKey(event: KeyboardEvent, { column: at }: GridCell, { columns, actions, id }: GridParts): boolean {
  const column = columns[at]
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  if (column === undefined) return false
  if (event.key === 'Enter' || event.key === ' ') {
    actions.onSort?.(column, event.shiftKey)
    return true
  }
  if (event.altKey && event.key === 'ArrowDown') {
    const place = document.getElementById(`${id}-h-${at}`)?.getBoundingClientRect()
    if (place) actions.onMenu?.(column, place)
    return true
  }
  if (step === 0 || !event.shiftKey) return false
  if (event.altKey) actions.onMove?.(at, Math.min(columns.length - 1, Math.max(0, at + step)))
  else actions.onResize?.(column, column.width + step * RESIZE_STEP)
  return true
}

function openMenu({ column: at }: GridCell, { columns, actions, id }: GridParts): void {
  const column = columns[at]
  const place = document.getElementById(`${id}-h-${at}`)?.getBoundingClientRect()
  if (column !== undefined && place) actions.onMenu?.(column, place)
}

function copiedText(active: GridCell, anchor: GridCell | undefined, { columns, rows }: GridParts) {
  const range = cellRange(anchor ?? active, active)
  const shown = columns.slice(range.left, range.right)
  const copied: unknown[][] = []
  for (let row = Math.max(0, range.top); row < range.bottom && copied.length < MOST_COPIED; row++) {
    const values = rows.at(row)
    if (values !== undefined) copied.push(shown.map((column) => values[column.index]))
  }
  return { tsv: cellsAsTsv(copied), cells: copied.length * shown.length }
}

function cellOf(target: EventTarget | null): GridCell | undefined {
  const cell = target instanceof Element ? target.closest('[data-cell-row]') : null
  if (!(cell instanceof HTMLElement)) return undefined
  return { row: Number(cell.dataset.cellRow), column: Number(cell.dataset.cellColumn) }
}
