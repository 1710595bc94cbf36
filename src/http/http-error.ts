import { STATUS_CODES } from 'node:http'
import { SourceError } from '../errors/tolva-error.ts'
import { cleanCause } from './clean-cause.ts'
import { redactSecrets, redactUrl } from './redact-url.ts'
import type { HttpRequest, HttpResponse } from './request.ts'
import { tlsProblem } from './tls-problem.ts'

const SHOWN_CHARACTERS = 500

const HINTS: Readonly<Record<number, string>> = {
  400: 'check the parameters of the request against the API documentation',
  401: 'check the token, which is missing, wrong, or sent the wrong way; see the auth of the client and .dlt/secrets.toml',
  403: 'check what the token is allowed to read',
  404: 'check base URL and path of the endpoint against the API documentation',
  429: 'the API limits requests: set client.rateLimit, or run again later',
}

/** The error for an answer whose status says no: code `http_<status>`, no secret in URL or body. */
export function httpError(request: HttpRequest, response: HttpResponse, secrets: readonly string[]): SourceError {
  const { status } = response
  const url = redactSecrets(redactUrl(response.url), secrets)
  const reason = STATUS_CODES[status] ?? 'unknown status'
  return new SourceError(`the API answered ${status} ${reason} to ${request.method} ${url}`, {
    code: `http_${status}`,
    hint: status >= 500 ? 'the API has a problem of its own: run again later' : (HINTS[status] ?? HINTS[400] ?? ''),
    context: { url, status, method: request.method, body: shownBody(response.body, secrets) },
  })
}

/** The first 500 characters of a body, without known secrets. */
export function shownBody(body: Uint8Array, secrets: readonly string[]): string {
  const text = redactSecrets(new TextDecoder().decode(body.subarray(0, SHOWN_CHARACTERS * 4)), secrets)
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}… (truncated)` : text
}

/** The error for a request that got no whole answer: code `timeout`, `network`, `proxy`, or what is wrong with a certificate. */
export function networkError(request: HttpRequest, cause: unknown, secrets: readonly string[]): SourceError {
  const url = redactSecrets(redactUrl(request.url), secrets)
  const clean = cleanCause(cause, secrets)
  const { code, what, hint } = problemOf(clean)
  return new SourceError(`${request.method} ${url} ${what}`, {
    code,
    hint,
    context: { url, method: request.method },
    cause: clean,
  })
}

/** Wrong arguments (an invalid header or URL), certificates and proxies that refuse stay so; everything else may be the network. */
export function isTransient(cause: unknown): boolean {
  const code = errorCode(cause)
  if (code === 'UND_ERR_INVALID_ARG' || code === 'ERR_INVALID_URL' || code === 'UND_ERR_NOT_SUPPORTED') return false
  return tlsProblem(code) === undefined && proxyStatus(cause) !== 407
}

function problemOf(cause: Error): { readonly code: string; readonly what: string; readonly hint: string } {
  const code = errorCode(cause)
  const tls = tlsProblem(code)
  if (tls !== undefined) return { ...tls, what: `failed: ${tls.what} (${code})` }
  if (code.includes('TIMEOUT') || code === 'ETIMEDOUT') {
    return {
      code: 'timeout',
      what: 'got no answer in time',
      hint: 'ask for smaller pages, or raise client.timeoutSeconds',
    }
  }
  const status = proxyStatus(cause)
  if (status !== undefined) {
    return {
      code: 'proxy',
      what: `failed: the proxy answered ${status}`,
      hint: 'check address, user and password of the proxy: client.proxy, else HTTP_PROXY and HTTPS_PROXY',
    }
  }
  return {
    code: 'network',
    what: `failed: ${messageOf(cause)}`,
    hint: 'check the base URL, the network and the proxy settings',
  }
}

function proxyStatus(cause: unknown): number | undefined {
  if (!(cause instanceof Error)) return undefined
  const status = /Proxy response \((\d+)\)/.exec(cause.message)?.[1]
  return status === undefined ? proxyStatus(cause.cause) : Number(status)
}

/** `fetch failed` says nothing: what made it fail does. */
function messageOf(error: Error): string {
  const inner = error.cause instanceof Error ? messageOf(error.cause) : ''
  const own = error.message || error.name
  return inner === '' || own.includes(inner) ? own : `${own}: ${inner}`
}

function errorCode(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return ''
  if ('code' in cause) return String(cause.code)
  return 'cause' in cause ? errorCode(cause.cause) : ''
}
