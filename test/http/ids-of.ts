import type { Page } from '../../src/contracts/page.ts'
import { rowsOf } from '../../src/extract/rows-of.ts'

/** The ids of a page's rows; a row without one stands for itself. */
export function idsOf(page: Page<unknown>): readonly unknown[] {
  return rowsOf(page).map((row) => (typeof row === 'object' && row !== null && 'id' in row ? row.id : row))
}
