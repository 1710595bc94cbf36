/** A cell by its row and its place among the columns that are shown; row -1 is the header. */
export interface GridCell {
  readonly row: number
  readonly column: number
}

/** A key as it was pressed. */
export type PressedKey = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>

/** How large a grid is, and how many rows are seen at once. */
export interface GridSize {
  readonly rows: number
  readonly columns: number
  readonly page: number
}

/** The cell that a key leads to from another; undefined for keys that lead nowhere. */
export function gridMove(from: GridCell, pressed: PressedKey, size: GridSize): GridCell | undefined {
  const far = pressed.ctrlKey || pressed.metaKey
  const lastRow = size.rows - 1
  const lastColumn = Math.max(0, size.columns - 1)
  const to = (row: number, column: number): GridCell => ({
    row: Math.min(Math.max(-1, row), lastRow),
    column: Math.min(Math.max(0, column), lastColumn),
  })
  switch (pressed.key) {
    case 'ArrowUp':
      return to(far ? Math.min(0, lastRow) : from.row - 1, from.column)
    case 'ArrowDown':
      return to(far ? lastRow : from.row + 1, from.column)
    case 'ArrowLeft':
      return to(from.row, far ? 0 : from.column - 1)
    case 'ArrowRight':
      return to(from.row, far ? lastColumn : from.column + 1)
    case 'PageUp':
      return to(Math.max(0, from.row - size.page), from.column)
    case 'PageDown':
      return to(from.row + size.page, from.column)
    case 'Home':
      return to(far ? 0 : from.row, 0)
    case 'End':
      return to(far ? lastRow : from.row, lastColumn)
    default:
      return undefined
  }
}

/** The rectangle between two cells; ends are exclusive. */
export function cellRange(a: GridCell, b: GridCell) {
  return {
    top: Math.min(a.row, b.row),
    bottom: Math.max(a.row, b.row) + 1,
    left: Math.min(a.column, b.column),
    right: Math.max(a.column, b.column) + 1,
  }
}
