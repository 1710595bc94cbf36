import type { Exchange } from '../contracts/traffic.ts'
import { type HttpRequest, requestUrl } from '../http/request.ts'
import { namesSecret } from './scrub.ts'

/** Shorter values of a header or parameter are a yes or no rather than a credential. */
const SHORTEST = 6

/** Secrets become known as requests are made. What an API is sent as a credential it may repeat anywhere in its answers. */
export interface KnownSecrets {
  readonly all: ReadonlySet<string>
  /** Notes the secrets of a request. @returns true where there was a new one. */
  note(request: HttpRequest, how: Pick<Exchange, 'secrets' | 'secretHeaders'>): boolean
}

export function knownSecrets(): KnownSecrets {
  const all = new Set<string>()
  return {
    all,
    note(request, { secrets, secretHeaders }) {
      const before = all.size
      for (const secret of [...secrets, ...credentialsIn(request, secretHeaders)]) all.add(secret)
      return all.size > before
    },
  }
}

/** Values of headers, cookies and query parameters that are credentials by their names. */
function credentialsIn(request: HttpRequest, secretHeaders: readonly string[]): readonly string[] {
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    secretHeaders.includes(name.toLowerCase()) || namesSecret(name) ? partsOf(value) : [],
  )
  const url = requestUrl(request)
  const params = URL.canParse(url) ? [...new URL(url).searchParams] : []
  return [...headers, ...params.flatMap(([name, value]) => (namesSecret(name) ? [value] : []))].filter(
    (value) => value.length >= SHORTEST,
  )
}

/** "Bearer xyz" and "sid=xyz" are secret in their last parts, which may show alone. */
function partsOf(value: string): readonly string[] {
  const cookies = value
    .split(/;\s*/)
    .flatMap((cookie) => (cookie.includes('=') ? [cookie.slice(cookie.indexOf('=') + 1)] : []))
  return [value, value.split(' ').at(-1) ?? '', ...cookies]
}
