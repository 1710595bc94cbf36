import type { Page } from '../../contracts/page.ts'
import { rowsOf } from '../rows-of.ts'
import type { RowCursor } from './row-cursor.ts'

/**
 * Pages with the rows that are new to a cursor. A page without any is left out, so that a table that got no row is not
 * heard of; one that was empty before passes.
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
    const { table, position, materialize } = page
    if (kept.length > 0 || rows.length === 0) {
      yield {
        rows: kept,
        ...(table === undefined ? {} : { table }),
        ...(position === undefined ? {} : { position }),
        ...(materialize === undefined ? {} : { materialize }),
      }
    }
    if (stops && cursor.isExhausted()) return
  }
}
