import { cursorPaginator } from './cursor.ts'
import { headerLinkPaginator, linkTarget } from './header-link.ts'
import { jsonLinkPaginator } from './json-link.ts'
import { pageNumberPaginator } from './page-number.ts'
import type { PageView, Paginator, PagingState } from './paginator.ts'
import { singlePagePaginator } from './single-page.ts'

type Detected = NonNullable<PagingState['detected']>
type Found = { readonly path: readonly string[]; readonly value: unknown }

/** Looks at the first answer, which was asked for without any paging, and goes on in the way that it found. */
export function autoPaginator(): Paginator {
  return {
    name: 'auto',
    start: () => ({}),
    request: ({ detected }, configured) =>
      detected === undefined ? configured : paginatorFor(detected).request(detected.state, configured),
    next(state, page) {
      const detected = state.detected ?? detectPaging(page)
      const next = paginatorFor(detected).next(detected.state, page)
      return next === undefined ? undefined : { detected: { ...detected, state: next } }
    },
  }
}

/** What kind of paging an answer shows: next link in a header, next link, number of pages or cursor in the body, else one page. */
export function detectPaging(page: PageView): Detected {
  if (linkTarget(page.header('link') ?? '', 'next') !== undefined) return { type: 'header_link', state: {} }
  const document = page.document()
  const link = find(document, nextLink)
  if (link !== undefined && /^(http|\/)/.test(String(link.value))) {
    return { type: 'json_link', path: pathText(link.path), state: {} }
  }
  const pages = find(document, totalPages)
  if (pages !== undefined && /^\d+$/.test(String(pages.value))) {
    return { type: 'page_number', path: pathText(pages.path), state: { at: 0 } }
  }
  if (link !== undefined) return { type: 'cursor', path: pathText(link.path), state: {} }
  return { type: 'single_page', state: {} }
}

function paginatorFor({ type, path = '' }: Detected): Paginator {
  if (type === 'header_link') return headerLinkPaginator()
  if (type === 'json_link') return jsonLinkPaginator({ nextUrlPath: path })
  if (type === 'page_number') return pageNumberPaginator({ totalPath: path })
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

function isTextOrNumber(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number'
}

function pathText(path: readonly string[]): string {
  return `$${path.map((key) => `[${JSON.stringify(key)}]`).join('')}`
}
