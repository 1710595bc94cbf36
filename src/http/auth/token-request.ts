import { SourceError } from '../../errors/tolva-error.ts'
import { redactUrl } from '../redact-url.ts'
import type { HttpResponse, Pairs } from '../request.ts'
import type { AuthIo } from './auth.ts'
import type { Token } from './token-auth.ts'

/** What is sent to a token server. */
export interface TokenRequest {
  readonly url: string
  readonly form: Pairs
  readonly headers?: Readonly<Record<string, string>>
  /** Seconds that a token is used whose answer does not say. */
  readonly defaultExpiration: number
  /** What to check where the server refuses; names of options. */
  readonly check: string
}

export interface GrantedToken extends Token {
  readonly refreshToken: string | undefined
}

/** A token is replaced so much before it runs out: it must still be good when the request arrives. */
const LEEWAY_MS = 10_000

/**
 * Asks a token server for a token.
 * @throws SourceError `http_<status>`, `no_access_token` for an answer without one.
 */
export async function requestToken(request: TokenRequest, io: AuthIo): Promise<GrantedToken> {
  const askedAt = io.elapsed()
  const { url, form, headers = {}, check } = request
  const response = await io.send({ method: 'POST', url, params: [], headers, body: { form } }).catch((cause) => {
    throw isRefusal(cause) ? refused(cause, check) : cause
  })
  const answer = parsed(response)
  const text = textOf(answer.access_token)
  if (text === undefined) {
    throw new SourceError('the token server answered without an access_token', {
      code: 'no_access_token',
      hint: `check ${check}`,
      context: { url: redactUrl(response.url), status: response.status },
    })
  }
  const seconds = Number(answer.expires_in ?? request.defaultExpiration)
  const lifeMs = (Number.isNaN(seconds) ? request.defaultExpiration : seconds) * 1000
  return {
    text,
    expiresAt: askedAt + lifeMs - Math.min(LEEWAY_MS, lifeMs / 10),
    refreshToken: textOf(answer.refresh_token),
  }
}

/** True for an answer of the token server that another try would not change. */
export function isRefusal(cause: unknown): cause is SourceError {
  return cause instanceof SourceError && /^http_4\d\d$/.test(cause.code)
}

function refused(cause: SourceError, check: string): SourceError {
  return new SourceError(`the token server gives no token: ${cause.message}`, {
    code: cause.code,
    hint: `check ${check}`,
    context: cause.context,
    cause,
  })
}

function parsed(response: HttpResponse): Readonly<Record<string, unknown>> {
  try {
    const answer: unknown = JSON.parse(new TextDecoder().decode(response.body))
    return typeof answer === 'object' && answer !== null ? { ...answer } : {}
  } catch {
    return {}
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
