import { withoutNulls } from '../without-nulls.ts'
import { autoPaginator } from './auto.ts'
import { type CursorConfig, cursorPaginator } from './cursor.ts'
import { type HeaderCursorConfig, headerCursorPaginator } from './header-cursor.ts'
import { type HeaderLinkConfig, headerLinkPaginator } from './header-link.ts'
import { type JsonLinkConfig, jsonLinkPaginator } from './json-link.ts'
import { type OffsetConfig, offsetPaginator } from './offset.ts'
import { type PageNumberConfig, pageNumberPaginator } from './page-number.ts'
import type { Paginator } from './paginator.ts'
import { singlePagePaginator } from './single-page.ts'

/** The paginators that have a name in configuration. */
export type PaginatorConfig =
  | { readonly type: 'auto' }
  | { readonly type: 'single_page' }
  | ({ readonly type: 'json_link' | 'json_response' } & JsonLinkConfig)
  | ({ readonly type: 'header_link' } & HeaderLinkConfig)
  | ({ readonly type: 'header_cursor' } & HeaderCursorConfig)
  | ({ readonly type: 'cursor' } & CursorConfig)
  | ({ readonly type: 'offset' } & OffsetConfig)
  | ({ readonly type: 'page_number' } & PageNumberConfig)

/**
 * Makes the paginator that a configuration describes.
 * @throws ConfigError where its options contradict each other.
 */
export function createPaginator(config: PaginatorConfig): Paginator {
  // In a file null says nothing, but for a total path, which it switches off.
  return { ...paginatorOf(withoutNulls(config, ['totalPath'])), key: JSON.stringify(config) }
}

function paginatorOf(config: PaginatorConfig): Paginator {
  switch (config.type) {
    case 'auto':
      return autoPaginator()
    case 'single_page':
      return singlePagePaginator()
    case 'json_link':
    case 'json_response':
      return jsonLinkPaginator(config)
    case 'header_link':
      return headerLinkPaginator(config)
    case 'header_cursor':
      return headerCursorPaginator(config)
    case 'cursor':
      return cursorPaginator(config)
    case 'offset':
      return offsetPaginator(config)
    case 'page_number':
      return pageNumberPaginator(config)
  }
}
