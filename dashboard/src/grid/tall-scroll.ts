/** Browsers stop making elements taller at about 16 million pixels; beyond this height, rows share pixels of the scrollbar. */
export const TALLEST = 8_000_000

/** A list of rows of one height, seen through a window. */
export interface TallList {
  readonly rows: number
  readonly rowHeight: number
  /** Pixels of the window that show rows. */
  readonly view: number
}

/** Where the window stands: `top` in pixels of the whole list, `scrollTop` in those of the element. */
export interface TallPosition {
  readonly top: number
  readonly scrollTop: number
}

/** Pixels that the whole list would take, and those that the element takes. */
export function tallHeights(list: TallList): { readonly whole: number; readonly element: number } {
  const whole = list.rows * list.rowHeight
  return { whole, element: Math.min(whole, TALLEST) }
}

/** The position at a place of the whole list, kept within it. */
export function tallAt(list: TallList, top: number): TallPosition {
  const { whole, element } = tallHeights(list)
  const furthest = Math.max(0, whole - list.view)
  const kept = Math.min(Math.max(0, top), furthest)
  if (whole === element) return { top: kept, scrollTop: kept }
  return { top: kept, scrollTop: Math.round((kept / furthest) * Math.max(0, element - list.view)) }
}

/**
 * The position after the element was scrolled. A step within the window moves by as many pixels of the list, so that a wheel goes
 * row by row; a jump, as by dragging the scrollbar, goes to the same share of the list.
 */
export function tallScrolled(list: TallList, before: TallPosition, scrollTop: number): TallPosition {
  const { whole, element } = tallHeights(list)
  if (whole === element) return { top: scrollTop, scrollTop }
  const furthest = Math.max(0, whole - list.view)
  const lowest = Math.max(1, element - list.view)
  const step = scrollTop - before.scrollTop
  if (scrollTop <= 0) return { top: 0, scrollTop: 0 }
  if (scrollTop >= lowest) return { top: furthest, scrollTop }
  if (Math.abs(step) > list.view) return { top: (scrollTop / lowest) * furthest, scrollTop }
  return { top: Math.min(Math.max(0, before.top + step), furthest), scrollTop }
}

/** First and last row (exclusive) to draw, with some beyond the window. */
export function tallRows(list: TallList, top: number, beyond = 6): { readonly first: number; readonly end: number } {
  const first = Math.max(0, Math.floor(top / list.rowHeight) - beyond)
  const end = Math.min(list.rows, Math.max(0, Math.ceil((top + list.view) / list.rowHeight)) + beyond)
  return { first: Math.min(first, end), end }
}

/** Where the list must stand so that a row is seen whole; the same where it is. */
export function tallShowing(list: TallList, top: number, row: number): number {
  const start = row * list.rowHeight
  if (start < top) return start
  const end = start + list.rowHeight
  return end > top + list.view ? end - list.view : top
}
