import type { Page } from '../../contracts/page.ts'
import { keptOfPage } from '../kept-of-page.ts'
import { rowsOf } from '../rows-of.ts'
import type { RowCursor } from './row-cursor.ts'

/**
 * The page with the rows that are new to a cursor; undefined: it has none, so that a table that got no row is not heard of.
 * One that was empty before passes.
 */
export function newRows(page: Page<unknown>, cursor: RowCursor): Page<unknown> | undefined {
  const rows = rowsOf(page)
  const kept = cursor.filter(rows)
  if (kept.length === 0 && rows.length > 0) return undefined
  return { rows: kept, ...keptOfPage(page) }
}
