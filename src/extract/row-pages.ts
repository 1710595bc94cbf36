import type { Page } from '../contracts/page.ts'
import { parseExact } from '../values/exact-json.ts'
import { itemsAt } from '../values/json-path.ts'
import { rowsOf } from './rows-of.ts'

const OPEN_LIST = 91

/** A page a row. Rows of a body stay bytes. */
export function rowPages(page: Page<unknown>): readonly Page<unknown>[] {
  const { origin } = page
  const pages = pagesOf(page)
  return origin === undefined ? pages : pages.map((row) => ({ ...row, origin }))
}

function pagesOf(page: Page<unknown>): readonly Page<unknown>[] {
  if (!('bytes' in page) || page.format === 'jsonl') return rowsOf(page).map((row) => ({ rows: [row] }))
  const { bytes } = page
  return itemsAt(bytes, page.selector ?? '$').map(({ start, end }) => {
    const row = bytes.subarray(start, end)
    // A list by itself would be taken for the list of rows.
    return row[0] === OPEN_LIST ? { rows: [parseExact(row)] } : { bytes: row }
  })
}
