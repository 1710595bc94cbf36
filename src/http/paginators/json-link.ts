import { SourceError } from '../../errors/tolva-error.ts'
import { followLink } from './follow-link.ts'
import type { Paginator } from './paginator.ts'

export interface JsonLinkConfig {
  /** Path of the next page's URL in the body; `next` by default. */
  readonly nextUrlPath?: string
}

/** The next page's URL stands in the body; null, empty or missing: the last page. Parameters are those of the link alone. */
export function jsonLinkPaginator({ nextUrlPath = 'next' }: JsonLinkConfig = {}): Paginator {
  return {
    name: 'json_link',
    start: () => ({}),
    request: followLink,
    next(_state, page) {
      const link = page.value(nextUrlPath)
      if (link === undefined || link === null || link === '') return undefined
      if (typeof link === 'string' && URL.canParse(link, page.url)) return { url: new URL(link, page.url).href }
      throw new SourceError(`the page has ${JSON.stringify(link)} at ${nextUrlPath}, which is no URL`, {
        code: 'paging_value',
        hint: 'check next_url_path of the json_link paginator',
      })
    },
  }
}
