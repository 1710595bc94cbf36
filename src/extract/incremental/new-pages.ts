import type { Page } from '../../contracts/page.ts'
import { rowsOf } from '../rows-of.ts'
import type { RowCursor } from './row-cursor.ts'

/**
 * Pages with the rows that are new to a cursor. A page that comes out empty is left out, unless it carries a position or
 * was empty before.
 * @param options.stops Default true: no page is asked for where the order of the rows says that none can hold anything.
 */
export async function* newPages(
  pages: AsyncIterable<Page<unknown>>,
  cursor: RowCursor,
  { stops = true }: { readonly stops?: boolean } = {},
): AsyncIterable<Page<unknown>> {
  for await (const page of pages) {
    const rows = rowsOf(page)
    const kept = cursor.filter(rows)
    const { table, position } = page
    if (kept.length > 0 || rows.length === 0 || position !== undefined) {
      yield {
        rows: kept,
        ...(table === undefined ? {} : { table }),
        ...(position === undefined ? {} : { position }),
      }
    }
    if (stops && cursor.isExhausted()) return
  }
}
