import { SourceError } from '../../errors/tolva-error.ts'
import type { PageView } from './paginator.ts'

const YES = new Set(['yes', 'true', 't', 'y', '1'])
const NO = new Set(['no', 'false', 'f', 'n', '0'])

/** The flag that says whether a page follows: true or false, 1 or 0, or a text such as `yes` or `false`. */
export function readHasMore(page: PageView, path: string, paginator: string): boolean {
  return flag(page.value(path), { place: `at ${path}`, option: 'has_more_path', paginator })
}

/** The same in a response header. */
export function readHasMoreHeader(page: PageView, header: string, paginator: string): boolean {
  const place = `in the header ${header}`
  return flag(page.header(header.toLowerCase()), { place, option: 'has_more_header', paginator })
}

function flag(
  value: unknown,
  { place, option, paginator }: { readonly place: string; readonly option: string; readonly paginator: string },
): boolean {
  if (typeof value === 'boolean') return value
  const word = String(value).trim().toLowerCase()
  if (YES.has(word)) return true
  if (NO.has(word)) return false
  const found = value === undefined ? 'has nothing' : `has ${JSON.stringify(value)}`
  throw new SourceError(`the page ${found} ${place}, where the ${paginator} paginator expects yes or no`, {
    code: 'paging_value',
    hint: `check ${option} of the paginator, or take it out`,
  })
}
