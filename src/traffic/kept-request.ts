import { jsonText } from '../http/encode-body.ts'
import { type HttpRequest, requestUrl } from '../http/request.ts'
import { maskAll, maskNamed } from './mask-values.ts'
import { createScrubber, MASK, type Scrubber } from './scrub.ts'

/** A request as a cassette has it: nothing secret is left. */
export interface KeptRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: KeptBody
}

export type KeptBody =
  | { readonly json: unknown }
  | { readonly form: readonly (readonly [string, string])[] }
  | { readonly text: string }

/** What is known of the secrets in a request. */
export interface Secrecy {
  readonly secrets: Iterable<string>
  readonly secretHeaders: readonly string[]
  readonly forCredentials: boolean
}

/** The request without its secrets. */
export function keptRequest(request: HttpRequest, secrecy: Secrecy): KeptRequest {
  const scrubber = createScrubber(secrecy.secrets, secrecy.secretHeaders)
  const body = request.body === undefined ? undefined : keptBody(request.body, scrubber, secrecy.forCredentials)
  return {
    method: request.method,
    url: scrubber.url(requestUrl(request)),
    headers: scrubber.headers(Object.entries(request.headers)),
    ...(body === undefined ? {} : { body }),
  }
}

function keptBody(body: NonNullable<HttpRequest['body']>, scrubber: Scrubber, masked: boolean): KeptBody {
  if ('json' in body) {
    const plain: unknown = JSON.parse(jsonText(body.json))
    return { json: masked ? maskAll(plain) : maskNamed(plain, scrubber) }
  }
  if ('form' in body) {
    return {
      form: body.form.map(
        ([name, value]) =>
          [name, String(masked ? maskAll(value, MASK, name) : maskNamed(value, scrubber, name))] as const,
      ),
    }
  }
  return { text: masked ? MASK : keptText(body.text, scrubber) }
}

/** A text may be JSON that somebody wrote out: then names tell what is secret in it. */
function keptText(text: string, scrubber: Scrubber): string {
  try {
    return JSON.stringify(maskNamed(JSON.parse(text), scrubber))
  } catch {
    return scrubber.body(text)
  }
}

/** Headers that change without changing what is asked for. */
const PASSED_OVER = new Set(['user-agent', 'accept-encoding', 'traceparent', 'tracestate'])

/** What two requests must have in common to be the same: everything but the order of parameters, credentials and who asks. */
export function matchKey(request: KeptRequest): string {
  const { address, params, headers } = matchParts(request)
  return JSON.stringify([request.method, address, params, headers, request.body ?? null])
}

/** The parts of a request that are compared. */
export function matchParts({ url, headers }: KeptRequest): {
  readonly address: string
  readonly params: readonly (readonly [string, string])[]
  readonly headers: readonly (readonly [string, string])[]
} {
  const [withoutFragment = ''] = url.split('#')
  const at = withoutFragment.indexOf('?')
  const query = at < 0 ? '' : withoutFragment.slice(at + 1)
  return {
    address: at < 0 ? withoutFragment : withoutFragment.slice(0, at),
    params: [...new URLSearchParams(query)].filter(([, value]) => value !== MASK).sort(byText),
    headers: Object.entries(headers)
      .filter(([name, value]) => value !== MASK && !PASSED_OVER.has(name))
      .sort(byText),
  }
}

function byText(a: readonly [string, string], b: readonly [string, string]): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)]
  return left < right ? -1 : left > right ? 1 : 0
}
