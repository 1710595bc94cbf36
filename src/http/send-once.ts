import { type Dispatcher, request as undiciRequest } from 'undici'
import { encodeBody } from './encode-body.ts'
import { ACCEPTED_ENCODINGS, readBody } from './read-body.ts'
import { looksSecret } from './redact-url.ts'
import { type HttpRequest, type HttpResponse, requestUrl } from './request.ts'

const MAX_REDIRECTS = 30

export interface SendOnceOptions {
  readonly dispatcher: Dispatcher
  readonly signal: AbortSignal
  /** For the head of the answer, and again for each pause in its body. */
  readonly timeoutMs: number
  readonly maxPageBytes: number
  readonly userAgent: string
  /** Lower-case names of headers that carry credentials. */
  readonly secretHeaders: readonly string[]
}

/**
 * Sends one request and reads its whole answer; follows redirects, on which credentials never leave the host.
 * @throws the network's error, or an `AttemptTimeout`.
 */
export async function sendOnce(request: HttpRequest, options: SendOnceOptions): Promise<HttpResponse> {
  const timedOut = new AbortController()
  // Undici's own timeouts are coarse: they may come a second late.
  const timer = setTimeout(() => timedOut.abort(new AttemptTimeout(options.timeoutMs)), options.timeoutMs)
  const signal = AbortSignal.any([options.signal, timedOut.signal])
  try {
    return await follow(request, { ...options, signal, onProgress: () => timer.refresh() })
  } finally {
    clearTimeout(timer)
  }
}

/** No answer, or a pause in its body, for longer than allowed. */
class AttemptTimeout extends Error {
  readonly code = 'ETIMEDOUT'

  constructor(ms: number) {
    super(`nothing came for ${ms} ms`)
    this.name = 'AttemptTimeout'
  }
}

async function follow(
  request: HttpRequest,
  options: SendOnceOptions & { readonly onProgress: () => void },
): Promise<HttpResponse> {
  let current = request
  for (let redirects = 0; ; redirects += 1) {
    const url = new URL(requestUrl(current)).href
    const answer = await undiciRequest(url, {
      method: current.method,
      headers: headersOf(current, options.userAgent),
      body: current.body === undefined ? null : encodeBody(current.body).content,
      dispatcher: options.dispatcher,
      signal: options.signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    options.onProgress()
    const headers = flatHeaders(answer.headers)
    const location = headers.get('location')
    if (!isRedirect(answer.statusCode) || location === undefined || redirects >= MAX_REDIRECTS) {
      const body = await readBody(answer.body.on('data', options.onProgress), headers, options.maxPageBytes)
      return { url, status: answer.statusCode, headers, body }
    }
    await answer.body.dump()
    current = redirected(current, answer.statusCode, { from: new URL(url), to: new URL(location, url) }, options)
  }
}

/** True where credentials for one URL may be sent to the other: same host, and never from https to http. */
export function sameTrust(from: URL, to: URL): boolean {
  if (from.hostname !== to.hostname) return false
  if (from.protocol === to.protocol) return from.port === to.port
  return from.protocol === 'http:' && to.protocol === 'https:' && from.port === '' && to.port === ''
}

/** The headers without those that carry credentials. */
export function withoutCredentials(
  headers: Readonly<Record<string, string>>,
  secretHeaders: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !secretHeaders.includes(name.toLowerCase()) && !looksSecret(name)),
  )
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308
}

function redirected(
  request: HttpRequest,
  status: number,
  hop: { readonly from: URL; readonly to: URL },
  options: SendOnceOptions,
): HttpRequest {
  const headers = sameTrust(hop.from, hop.to)
    ? request.headers
    : withoutCredentials(request.headers, options.secretHeaders)
  const next = { url: hop.to.href, params: [], headers }
  if (status === 307 || status === 308) return { ...request, ...next }
  return { method: 'GET', ...next }
}

function headersOf(request: HttpRequest, userAgent: string): Record<string, string> {
  const contentType = request.body === undefined ? undefined : encodeBody(request.body).contentType
  const defaults: readonly [string, string | undefined][] = [
    ['User-Agent', userAgent],
    ['Accept', '*/*'],
    ['Accept-Encoding', ACCEPTED_ENCODINGS],
    ['Content-Type', contentType],
  ]
  const given = new Set(Object.keys(request.headers).map((name) => name.toLowerCase()))
  const missing = defaults.flatMap(([name, value]) =>
    value === undefined || given.has(name.toLowerCase()) ? [] : [[name, value] as const],
  )
  return { ...Object.fromEntries(missing), ...request.headers }
}

function flatHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
}
