/** Columns that are drawn, and the pixels left of and in all of them. */
export interface ColumnWindow {
  readonly first: number
  readonly end: number
  /** Left edge of each column, and the right edge of the last. */
  readonly edges: readonly number[]
}

/** Left edges of columns of these widths; one more than columns. */
export function columnEdges(widths: readonly number[]): number[] {
  const edges = [0]
  for (const width of widths) edges.push((edges.at(-1) ?? 0) + width)
  return edges
}

/** Which columns are seen between two pixels, with one beyond on each side. */
export function columnWindow(edges: readonly number[], left: number, view: number): ColumnWindow {
  const count = edges.length - 1
  const first = Math.max(0, lastEdgeAt(edges, left) - 1)
  const end = Math.min(count, lastEdgeAt(edges, left + view) + 2)
  return { first, end: Math.max(first, end), edges }
}

/** Where the columns must stand so that one is seen whole; a column wider than the view is shown from its left. */
export function columnShowing(
  edges: readonly number[],
  at: { readonly left: number; readonly view: number },
  column: number,
) {
  const start = edges[column] ?? 0
  const end = edges[column + 1] ?? start
  if (start < at.left || end - start > at.view) return start
  return end > at.left + at.view ? end - at.view : at.left
}

function lastEdgeAt(edges: readonly number[], pixel: number): number {
  let low = 0
  let high = edges.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((edges[middle] ?? 0) <= pixel) low = middle
    else high = middle - 1
  }
  return low
}
