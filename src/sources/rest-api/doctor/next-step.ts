import type { RowsFinding } from './report.ts'

interface SeenAnswer {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly rows: RowsFinding | undefined
  readonly hasAuth: boolean
  readonly location: string | undefined
}

/** What to do about an answer; undefined: nothing is wrong with it. */
export function nextStep({ status, headers, rows, hasAuth, location }: SeenAnswer): string | undefined {
  if (location !== undefined) {
    return `It leads to another origin (${originOf(location)}), which was not followed: if that is the API, make it the base URL.`
  }
  if (status === 401) {
    return hasAuth
      ? 'The credentials were refused: compare the kind of auth and the header with the documentation; see by tolva ai secrets check whether the key is set; the person checks the token itself.'
      : 'No credentials were sent: declare client.auth, and let the person put the token into .dlt/secrets.toml.'
  }
  if (status === 403)
    return 'Known, but not allowed: the token lacks a scope or plan, or the path is not for it. The person looks at its rights.'
  if (status === 404)
    return 'Nothing stands at this path: compare it and the base URL (its version, too) with the documentation.'
  if (status === 429) {
    const wait = headers.get('retry-after')
    return `Too many requests${wait === undefined ? '' : `, again after ${wait} s`}: set client.rate_limit to what the API allows.`
  }
  if (status >= 500) return 'The server has a fault: ask again later; a run tries again by itself.'
  if (status >= 400) return 'The request is refused: the body says which parameter it misses or does not take.'
  if (rows === undefined)
    return 'The answer is no JSON document: is this the path of the API, and does it take an Accept header or a format parameter?'
  if (rows.count === undefined)
    return `Nothing stands at the selector ${rows.selector}: take one of the other lists, or $.`
  return undefined
}

const originOf = (location: string): string =>
  URL.canParse(location) ? new URL(location).origin : location.slice(0, 100)
