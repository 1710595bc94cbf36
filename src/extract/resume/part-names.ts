import type { Reading } from './reading.ts'

/**
 * Name of the part of a stream that belongs to one page of its parent, or to one row of it: `12`, `12.3#key`, and below that
 * `12.3#key/4.0#key`.
 */
export function partName(parent: string, page: number, row?: { readonly index: number; readonly key: string }): string {
  const own = row === undefined ? String(page) : `${page}.${row.index}#${row.key}`
  return parent === '' ? own : `${parent}/${own}`
}

/**
 * Whether a page is needed to go on from a reading: it is not in yet, or something that depends on it is not.
 * @param path Names of the resources from the independent one down. @param reading Of the independent one.
 */
export function isNeeded(path: readonly string[], part: string, n: number, reading: Reading): boolean {
  const steps = part === '' ? [] : part.split('/')
  let at: Reading = reading
  for (const [index, text] of steps.entries()) {
    const { page, row } = stepOf(text)
    if (at.done || page < at.pages) return false
    const inside = page === at.pages ? at.inside?.[path[index + 1] ?? ''] : undefined
    if (inside === undefined) return true
    if (inside.done || (row !== undefined && row < inside.rows)) return false
    if (inside.at === undefined || (row !== undefined && row > inside.rows)) return true
    at = inside.at
  }
  return !at.done && n >= at.pages
}

function stepOf(text: string): { readonly page: number; readonly row: number | undefined } {
  const [page = '', row] = text.split('#', 1)[0]?.split('.') ?? []
  return { page: Number(page), row: row === undefined ? undefined : Number(row) }
}
