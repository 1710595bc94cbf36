import { encodeQuery } from './encode-query.ts'

/** Ordered names and values; a name may repeat. */
export type Pairs = readonly (readonly [string, string])[]

export type RequestBody = { readonly json: unknown } | { readonly form: Pairs } | { readonly text: string }

/** A request as plain data: paginators and auth make new ones from it. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  /** Absolute; may carry a query of its own. */
  readonly url: string
  /** Appended to the URL's own query, in order. */
  readonly params: Pairs
  /** Names as the user wrote them; compared without case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: RequestBody
}

/** The whole answer. `headers` has lower-case names, repeated ones joined by `, `. */
export interface HttpResponse {
  readonly url: string
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  /** Decompressed, in UTF-8. */
  readonly body: Uint8Array
}

/** The URL with `params` behind its own query. */
export function requestUrl(request: HttpRequest): string {
  if (request.params.length === 0) return request.url
  const [withoutFragment = ''] = request.url.split('#')
  const joint = !withoutFragment.includes('?') ? '?' : /[?&]$/.test(withoutFragment) ? '' : '&'
  return `${withoutFragment}${joint}${encodeQuery(request.params)}`
}

/** The request with one query parameter set: in its place where it was, else at the end. */
export function withParam(request: HttpRequest, name: string, value: string): HttpRequest {
  const at = request.params.findIndex(([key]) => key === name)
  if (at < 0) return { ...request, params: [...request.params, [name, value]] }
  const params = request.params.flatMap(([key, old], index) =>
    key !== name ? [[key, old] as const] : index === at ? [[name, value] as const] : [],
  )
  return { ...request, params }
}

/** The request with one header set, whatever the case of an older spelling. */
export function withHeader(request: HttpRequest, name: string, value: string): HttpRequest {
  const others = Object.entries(request.headers).filter(([key]) => key.toLowerCase() !== name.toLowerCase())
  return { ...request, headers: { ...Object.fromEntries(others), [name]: value } }
}
