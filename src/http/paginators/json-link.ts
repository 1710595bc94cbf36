import { SourceError } from '../../errors/tolva-error.ts'
import { followLink, type LinkConfig } from './follow-link.ts'
import type { Paginator } from './paginator.ts'
import { type StopRules, withStopRules } from './stop-rules.ts'

export interface JsonLinkConfig extends LinkConfig, StopRules {
  /** Path of the next page's URL in the body; `next` by default. */
  readonly nextUrlPath?: string
}

/** The next page's URL stands in the body; null, empty or missing: the last page. */
export function jsonLinkPaginator(config: JsonLinkConfig = {}): Paginator {
  const { nextUrlPath = 'next' } = config
  const paginator: Paginator = {
    name: 'json_link',
    start: () => ({}),
    request: (state, configured) => followLink(state, configured, config),
    hasPlace: (page) => page.value(nextUrlPath) !== undefined,
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
  return withStopRules(paginator, config)
}
