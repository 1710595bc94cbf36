import type { Page } from '../contracts/page.ts'
import { keptOfPage } from './kept-of-page.ts'
import { pageBytes } from './page-bytes.ts'
import { rowsOf } from './rows-of.ts'

type Pages<R> = AsyncIterable<Page<R>>

/** Told of the bytes of a page of which nothing is left. */
type LeftOut = ((bytes: number) => void) | undefined

/** Every row changed; a page stays a page. */
export async function* mapRows<R, R2>(pages: Pages<R>, change: (row: R) => R2 | Promise<R2>): Pages<R2> {
  for await (const page of pages) {
    const rows: R2[] = []
    for (const row of rowsOf(page)) {
      const changed = change(row)
      rows.push(changed instanceof Promise ? await changed : changed)
    }
    yield { ...keptOfPage(page), rows }
  }
}

/** Only rows that pass. A page that comes out empty is left out, unless it carries a position. */
export async function* filterRows<R>(
  pages: Pages<R>,
  keep: (row: R) => boolean | Promise<boolean>,
  leftOut?: LeftOut,
): Pages<R> {
  for await (const page of pages) {
    const rows: R[] = []
    for (const row of rowsOf(page)) {
      const kept = keep(row)
      if (kept instanceof Promise ? await kept : kept) rows.push(row)
    }
    if (rows.length > 0 || page.position !== undefined || page.materialize) yield { ...keptOfPage(page), rows }
    else leftOut?.(pageBytes(page))
  }
}

/** Any number of rows for each row, all on the page of the row they come from. */
export async function* flatMapRows<R, R2>(
  pages: Pages<R>,
  change: (row: R) => Iterable<R2> | AsyncIterable<R2>,
  leftOut?: LeftOut,
): Pages<R2> {
  for await (const page of pages) {
    const rows: R2[] = []
    for (const row of rowsOf(page)) {
      const items = change(row)
      if (Symbol.iterator in items) rows.push(...items)
      else for await (const item of items) rows.push(item)
    }
    if (rows.length > 0 || page.position !== undefined || page.materialize) yield { ...keptOfPage(page), rows }
    else leftOut?.(pageBytes(page))
  }
}
