import type { HttpRequest } from '../request.ts'
import type { Auth } from './auth.ts'

/** Puts credentials on a request: gives a new one back, at once or later. */
export type AuthFunction = (request: HttpRequest) => HttpRequest | Promise<HttpRequest>

/**
 * An auth from a function. Whatever it sets or changes counts as a credential: it is not sent on to other hosts, and not shown.
 */
export function functionAuth(put: AuthFunction): Auth {
  const headerNames: string[] = []
  let seen: readonly string[] = []
  return {
    headerNames,
    secrets: () => seen,
    async apply(request) {
      const ready = await put(request)
      const added = addedValues(request, ready)
      for (const name of added.headerNames) if (!headerNames.includes(name)) headerNames.push(name)
      if (added.values.some((value) => !seen.includes(value))) {
        seen = [...new Set([...added.values, ...seen])].slice(0, KEPT_SECRET)
      }
      return ready
    },
  }
}

/** Signatures change with every request. */
const KEPT_SECRET = 200

function addedValues(before: HttpRequest, after: HttpRequest) {
  const headers = Object.entries(after.headers).filter(([name, value]) => before.headers[name] !== value)
  const params = after.params.filter(([name, value]) => !before.params.some(([n, v]) => n === name && v === value))
  const query = after.url === before.url ? undefined : URL.parse(after.url)?.searchParams
  const inUrl = [...(query?.values() ?? [])].filter((value) => !before.url.includes(value))
  return {
    headerNames: headers.map(([name]) => name.toLowerCase()),
    // "Bearer xyz" is secret in its last word, which may show alone.
    values: [
      ...headers.flatMap(([, value]) => [value, value.split(' ').at(-1) ?? '']),
      ...params.map(([, v]) => v),
      ...inUrl,
    ],
  }
}
