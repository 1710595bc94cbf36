import { SourceError } from '../../errors/tolva-error.ts'
import type { PageView } from './paginator.ts'

const YES = new Set(['yes', 'true', 't', 'y', '1'])
const NO = new Set(['no', 'false', 'f', 'n', '0'])

/** The flag that says whether a page follows: true or false, 1 or 0, or a text such as `yes` or `false`. */
export function readHasMore(page: PageView, path: string, paginator: string): boolean {
  const value = page.value(path)
  if (typeof value === 'boolean') return value
  const word = String(value).toLowerCase()
  if (YES.has(word)) return true
  if (NO.has(word)) return false
  const found = value === undefined ? 'has nothing' : `has ${JSON.stringify(value)}`
  throw new SourceError(`the page ${found} at ${path}, where the ${paginator} paginator expects yes or no`, {
    code: 'paging_value',
    hint: 'check has_more_path of the paginator, or take it out',
  })
}
