import { withHeader, withParam } from '../request.ts'
import type { Auth } from './auth.ts'
import { revealed, type SecretText } from './secret-text.ts'

export interface ApiKeyConfig {
  /** The key itself. */
  readonly apiKey: SecretText
  /** Name of the header, parameter or cookie; `Authorization` by default. */
  readonly name?: string
  /** `header` by default; `param` is another word for `query`. */
  readonly location?: 'header' | 'query' | 'param' | 'cookie'
}

/** A bare key in a header, in the query or in a cookie. */
export function apiKeyAuth({ apiKey, name = 'Authorization', location = 'header' }: ApiKeyConfig): Auth {
  const key = revealed(apiKey)
  const secrets = () => [key]
  if (location === 'query' || location === 'param') {
    return {
      headerNames: [],
      secrets,
      apply: (request) => withParam({ ...request, url: withoutParam(request.url, name) }, name, key),
    }
  }
  if (location === 'cookie') {
    return {
      headerNames: ['cookie'],
      secrets,
      apply: (request) => withHeader(request, 'Cookie', joinCookies(request.headers, `${name}=${key}`)),
    }
  }
  return {
    headerNames: [name.toLowerCase()],
    secrets,
    apply: (request) => withHeader(request, name, key),
  }
}

/** A followed link often repeats the key: it is sent once. */
function withoutParam(url: string, name: string): string {
  const at = url.indexOf('?')
  if (at < 0) return url
  const kept = url
    .slice(at + 1)
    .split('&')
    .filter((part) => part.split('=', 1)[0] !== encodeURIComponent(name))
  return kept.length === 0 ? url.slice(0, at) : `${url.slice(0, at)}?${kept.join('&')}`
}

function joinCookies(headers: Readonly<Record<string, string>>, cookie: string): string {
  const present = Object.entries(headers).find(([name]) => name.toLowerCase() === 'cookie')?.[1]
  return present === undefined ? cookie : `${present}; ${cookie}`
}
