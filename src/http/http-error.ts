import { STATUS_CODES } from 'node:http'
import { SourceError } from '../errors/tolva-error.ts'
import { redactSecrets, redactUrl } from './redact-url.ts'
import type { HttpRequest, HttpResponse } from './request.ts'

const SHOWN_CHARACTERS = 500

const HINTS: Readonly<Record<number, string>> = {
  400: 'check the parameters of the request against the API documentation',
  401: 'check the token: it is missing, wrong, or sent the wrong way; see the auth of the client and .dlt/secrets.toml',
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

/** The error for a request that got no whole answer: code `timeout` or `network`. */
export function networkError(request: HttpRequest, cause: unknown, secrets: readonly string[]): SourceError {
  const url = redactSecrets(redactUrl(request.url), secrets)
  const detail = cause instanceof Error ? cause.message || cause.name : String(cause)
  const code = errorCode(cause)
  const timedOut = code.includes('TIMEOUT') || code === 'ETIMEDOUT'
  return new SourceError(
    timedOut
      ? `${request.method} ${url} got no answer in time`
      : `${request.method} ${url} failed: ${redactSecrets(detail, secrets)}`,
    {
      code: timedOut ? 'timeout' : 'network',
      hint: timedOut
        ? 'ask for smaller pages, or raise client.timeoutSeconds'
        : 'check the base URL, the network and the proxy settings',
      context: { url, method: request.method },
      cause,
    },
  )
}

function errorCode(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
}
