import { SourceError } from '../../errors/tolva-error.ts'
import { bracketPath } from '../json-path-text.ts'
import { cursorPaginator } from './cursor.ts'
import { headerLinkPaginator, linkTarget } from './header-link.ts'
import { jsonLinkPaginator } from './json-link.ts'
import { pageNumberPaginator } from './page-number.ts'
import type { DetectedPaging, PageView, Paginator, PagingState } from './paginator.ts'
import { singlePagePaginator } from './single-page.ts'

type Detected = NonNullable<PagingState['detected']>
type Found = { readonly path: readonly string[]; readonly value: unknown }

/** Looks at the first answer, which was asked for without any paging, and goes on in the way that it found. */
export function autoPaginator(): Paginator {
  return {
    name: 'auto',
    repeatedPage: 'error',
    start: () => ({}),
    request: ({ detected }, configured) =>
      detected === undefined ? configured : paginatorFor(detected).request(detected.state, configured),
    next(state, page) {
      const begun = state.detected ?? begin(detectPaging(page), page)
      const detected = isFirstAgain(begun, page) ? { ...begun, basePage: 1 } : begun
      const next = paginatorFor(detected).next(detected.state, page)
      if (next === undefined) checkLastPage(detected, page)
      return next === undefined ? undefined : { detected: { ...detected, state: next } }
    },
    detect: detectPaging,
    isKnown: ({ detected }, page) => detected !== undefined && isFirstAgain(detected, page),
  }
}

/** What kind of paging an answer shows: next link in a header, next link, number of pages or cursor in the body, else one page. */
export function detectPaging(page: PageView): DetectedPaging {
  if (linkTarget(page.header('link') ?? '', 'next') !== undefined) return { type: 'header_link' }
  const document = page.document()
  const link = find(document, nextLink)
  if (link !== undefined && /^(http|\/)/.test(String(link.value))) {
    return { type: 'json_link', path: bracketPath(link.path) }
  }
  const pages = find(document, totalPages)
  if (pages !== undefined && /^\d+$/.test(String(pages.value))) {
    const base = find(document, currentPage)
    return {
      type: 'page_number',
      path: bracketPath(pages.path),
      ...(base !== undefined && { basePage: Number(base.value) }),
    }
  }
  if (link !== undefined) return { type: 'cursor', path: bracketPath(link.path) }
  return { type: 'single_page' }
}

/** The first answer is the first page, whatever its number is; where the number is not known the next page will tell. */
function begin(detected: DetectedPaging, page: PageView): Detected {
  if (detected.type !== 'page_number') return { ...detected, state: {} }
  const { basePage } = detected
  return { ...detected, state: { at: basePage ?? 0 }, ...(basePage === undefined && { firstRows: page.rowsHash() }) }
}

/** Page 1 has the rows of the first answer: the API counts from 1. */
function isFirstAgain({ state, firstRows, basePage }: Detected, page: PageView): boolean {
  return (
    firstRows !== undefined &&
    basePage === undefined &&
    state.at === 1 &&
    page.rowCount() > 0 &&
    page.rowsHash() === firstRows
  )
}

/** Should two pages have had the same rows in an API that counts from 0, one of them was passed over; then the last number has no page. */
function checkLastPage({ firstRows, basePage, path }: Detected, page: PageView): void {
  if (firstRows === undefined || basePage !== 1 || page.rowCount() > 0) return
  throw new SourceError(
    `the last of the pages that ${path} counts is empty, so it is not clear how they are numbered`,
    {
      code: 'paging_value',
      hint: 'write the paginator down: { type: page_number, base_page: 0 } or base_page: 1',
    },
  )
}

function paginatorFor({ type, path = '', basePage = 0 }: Detected): Paginator {
  if (type === 'header_link') return headerLinkPaginator()
  if (type === 'json_link') return jsonLinkPaginator({ nextUrlPath: path })
  if (type === 'page_number') return pageNumberPaginator({ totalPath: path, basePage })
  if (type === 'cursor') return cursorPaginator({ cursorPath: path })
  return singlePagePaginator()
}

/** Depth first, in document order, through objects only. */
function find(
  value: unknown,
  test: (found: Found) => Found | undefined,
  path: readonly string[] = [],
): Found | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const found = test({ path: [...path, key], value: inner }) ?? find(inner, test, [...path, key])
    if (found !== undefined) return found
  }
  return undefined
}

/** A key that begins with `next`; where it holds an object, the link is its `href` or `url`. */
function nextLink(found: Found): Found | undefined {
  if (!/^next/i.test(found.path.at(-1) ?? '')) return undefined
  if (isTextOrNumber(found.value)) return found
  if (typeof found.value !== 'object' || found.value === null || Array.isArray(found.value)) return undefined
  const inner = Object.entries(found.value).find(([key, value]) => /^(href|url)/i.test(key) && isTextOrNumber(value))
  return inner && { path: [...found.path, inner[0]], value: inner[1] }
}

function totalPages(found: Found): Found | undefined {
  return /^(total_?pages|pages)$/i.test(found.path.at(-1) ?? '') && isTextOrNumber(found.value) ? found : undefined
}

/** The number of the page that a first answer says it is. */
function currentPage(found: Found): Found | undefined {
  const isNamed = /^(current_?)?page(_?(number|no|index))?$/i.test(found.path.at(-1) ?? '')
  return isNamed && /^[01]$/.test(String(found.value)) && isTextOrNumber(found.value) ? found : undefined
}

function isTextOrNumber(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number'
}
