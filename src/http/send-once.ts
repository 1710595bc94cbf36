import { startDeadline, type TimeLimits } from './deadline.ts'
import { ACCEPTED_ENCODINGS, decodeBody } from './decode-body.ts'
import { encodeBody } from './encode-body.ts'
import type { Pass } from './gate.ts'
import { looksSecret } from './redact-url.ts'
import { type HttpRequest, type HttpResponse, requestUrl } from './request.ts'
import type { Transport, WireHead } from './transport.ts'

const MAX_REDIRECTS = 30

export interface SendOnceOptions extends TimeLimits {
  readonly transport: Transport
  readonly signal: AbortSignal
  readonly maxPageBytes: number
  readonly userAgent: string
  /** Lower-case names of headers that carry credentials. */
  readonly secretHeaders: readonly string[]
  /** true: what leads to another origin is not followed. */
  readonly staysAtOrigin?: boolean
  /** Asked before each request, those that redirects lead to included; its time does not count as the server's. */
  readonly enter: () => Pass | Promise<Pass>
  /** Told of the head of each answer. */
  readonly onHead: (pass: Pass, answer: WireHead) => void
}

/**
 * Sends one request and reads its whole answer; follows redirects, on which credentials never leave the host.
 * @throws the network's error, or one with the code `ETIMEDOUT`.
 */
export async function sendOnce(request: HttpRequest, options: SendOnceOptions): Promise<HttpResponse> {
  let current = request
  for (let redirects = 0; ; redirects += 1) {
    const hop = await sendHop(current, options, redirects < MAX_REDIRECTS)
    if ('response' in hop) return hop.response
    current = redirected(current, hop.status, hop, options)
  }
}

type Hop = { readonly response: HttpResponse } | { readonly status: number; readonly from: URL; readonly to: URL }

async function sendHop(request: HttpRequest, options: SendOnceOptions, mayRedirect: boolean): Promise<Hop> {
  const url = new URL(requestUrl(request)).href
  const encoded = request.body === undefined ? undefined : encodeBody(request.body)
  const headers = headersOf(request, options.userAgent, encoded?.contentType)
  const entering = options.enter()
  const pass = entering instanceof Promise ? await entering : entering
  const { signal, progress, stop } = startDeadline(options.signal, options)
  try {
    const answer = await options.transport({
      method: request.method,
      url,
      headers,
      body: encoded?.content ?? null,
      signal,
      maxBytes: options.maxPageBytes,
      onHead(head) {
        progress()
        options.onHead(pass, head)
      },
      onData: progress,
    })
    const location = isRedirect(answer.status) && mayRedirect ? answer.headers.get('location') : undefined
    if (location !== undefined && mayFollow(url, location, options)) {
      return { status: answer.status, from: new URL(url), to: new URL(location, url) }
    }
    const body = await decodeBody(answer.body, answer.headers, options.maxPageBytes)
    return { response: { url, status: answer.status, headers: answer.headers, body } }
  } catch (cause) {
    // A transport may wrap the reason of an abort into an error of its own.
    throw signal.aborted ? signal.reason : cause
  } finally {
    stop()
    pass.left()
  }
}

function mayFollow(from: string, location: string, { staysAtOrigin = false }: SendOnceOptions): boolean {
  return !staysAtOrigin || (URL.canParse(location, from) && new URL(location, from).origin === new URL(from).origin)
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
  { secretHeaders }: SendOnceOptions,
): HttpRequest {
  const headers = sameTrust(hop.from, hop.to) ? request.headers : withoutCredentials(request.headers, secretHeaders)
  const next = { url: hop.to.href, params: [], headers }
  if (status === 307 || status === 308) return { ...request, ...next }
  return { method: 'GET', ...next }
}

function headersOf(
  { headers }: HttpRequest,
  userAgent: string,
  contentType: string | undefined,
): Readonly<Record<string, string>> {
  const given = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
  return {
    ...(given.has('user-agent') ? {} : { 'User-Agent': userAgent }),
    ...(given.has('accept') ? {} : { Accept: '*/*' }),
    ...(given.has('accept-encoding') ? {} : { 'Accept-Encoding': ACCEPTED_ENCODINGS }),
    ...(contentType === undefined || given.has('content-type') ? {} : { 'Content-Type': contentType }),
    ...headers,
  }
}
