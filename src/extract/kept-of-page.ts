import type { Page } from '../contracts/page.ts'
import { pageBytes } from './page-bytes.ts'

type Kept = Pick<Page<unknown>, 'table' | 'position' | 'materialize' | 'origin' | 'readBytes'>

/** What a page keeps whatever becomes of its rows. */
export function keptOfPage(page: Page<unknown>): Kept {
  const { table, position, materialize, origin } = page
  const readBytes = pageBytes(page)
  return {
    ...(table === undefined ? {} : { table }),
    ...(position === undefined ? {} : { position }),
    ...(materialize === undefined ? {} : { materialize }),
    ...(origin === undefined ? {} : { origin }),
    ...(readBytes === 0 ? {} : { readBytes }),
  }
}
