import type { Page } from '../contracts/page.ts'

/** Bytes of a page's body; 0 where it holds rows or names a file. */
export function pageBytes(page: Page<unknown>): number {
  return 'bytes' in page ? page.bytes.length : 'arrow' in page ? page.arrow.length : 0
}
