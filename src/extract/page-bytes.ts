import type { Page } from '../contracts/page.ts'

/**
 * Bytes that were read for a page: of the answer that it came in, unpacked, or of its body or Arrow stream, whatever steps and
 * cursors made of the rows since. 0 where code or a database gave the rows, and where DuckDB reads the file.
 */
export function pageBytes(page: Page<unknown>): number {
  if (page.readBytes !== undefined) return page.readBytes
  return 'bytes' in page ? page.bytes.length : 'arrow' in page ? page.arrow.length : 0
}
