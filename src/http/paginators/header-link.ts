import { followLink, type LinkConfig } from './follow-link.ts'
import type { Paginator } from './paginator.ts'
import { type StopRules, withStopRules } from './stop-rules.ts'

export interface HeaderLinkConfig extends LinkConfig, StopRules {
  /** The `rel` to follow; `next` by default. */
  readonly linksNextKey?: string
}

/** The next page's URL stands in the `Link` header. */
export function headerLinkPaginator(config: HeaderLinkConfig = {}): Paginator {
  const { linksNextKey = 'next' } = config
  const paginator: Paginator = {
    name: 'header_link',
    start: () => ({}),
    request: (state, configured) => followLink(state, configured, config),
    hasPlace: (page) => page.header('link') !== undefined,
    next(_state, page) {
      const link = linkTarget(page.header('link') ?? '', linksNextKey)
      return link === undefined ? undefined : { url: new URL(link, page.url).href }
    },
  }
  return withStopRules(paginator, config)
}

/** The URL of the first link with that relation in a `Link` header. */
export function linkTarget(header: string, relation: string): string | undefined {
  for (const [, url, attributes] of header.matchAll(/<([^>]*)>((?:\s*;\s*[^\s=;,]+\s*=\s*(?:"[^"]*"|[^\s;,"]+))*)/g)) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(attributes ?? '')
    const names = (rel?.[1] ?? rel?.[2] ?? '').split(/\s+/)
    if (url !== undefined && names.includes(relation)) return url
  }
  return undefined
}
