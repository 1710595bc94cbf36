import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici'
import type { Context } from '../contracts/context.ts'
import { SourceError } from '../errors/tolva-error.ts'
import type { Auth } from './auth/auth.ts'
import { httpError, networkError } from './http-error.ts'
import { type RateLimit, rateLimiter } from './rate-limit.ts'
import { redactSecrets, redactUrl } from './redact-url.ts'
import type { HttpRequest, HttpResponse } from './request.ts'
import { requestUrl } from './request.ts'
import { defaultRetry, isRetryableStatus, type Outcome, type RetryPolicy, withRetry } from './retry.ts'
import { sendOnce } from './send-once.ts'

/** What a request needs of a step's context. */
export type HttpContext = Pick<Context, 'signal' | 'logger' | 'now' | 'emit'>

export interface HttpClientOptions {
  /** Milliseconds for the head of an answer, and again for each pause in its body; 10,000 by default. */
  readonly timeoutMs?: number
  /** Largest decompressed body; 256 MB by default. */
  readonly maxPageBytes?: number
  readonly retry?: Partial<RetryPolicy>
  readonly rateLimit?: RateLimit
  readonly userAgent?: string
}

export interface SendOptions {
  readonly auth?: Auth
  /** An answer for which this is true is returned whatever its status is, without another try. */
  readonly isFinal?: (response: HttpResponse) => boolean
  /** Further texts that must not show in errors. */
  readonly secrets?: readonly string[]
}

/** Sends requests over kept-alive connections; idle ones do not hold the process. */
export interface HttpClient {
  /**
   * The answer with a status below 400, or a final one. Tries again on 429, 5xx, broken connections and timeouts, for POST too.
   * @throws SourceError `http_<status>`, `timeout`, `network`, `page_too_large`; the signal's reason when aborted.
   */
  send(request: HttpRequest, context: HttpContext, options?: SendOptions): Promise<HttpResponse>
}

/** Creates a client; proxies are taken from `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const timeoutMs = options.timeoutMs ?? 10_000
  const policy = { ...defaultRetry, ...options.retry }
  const dispatcher = createDispatcher(timeoutMs)
  const takeTurn = rateLimiter(options.rateLimit)
  const settings = {
    dispatcher,
    timeoutMs,
    maxPageBytes: options.maxPageBytes ?? 256 * 1024 * 1024,
    userAgent: options.userAgent ?? 'tolva/0.1',
  }

  async function send(request: HttpRequest, context: HttpContext, how: SendOptions = {}): Promise<HttpResponse> {
    const { auth } = how
    const secrets = () => [...(auth?.secrets() ?? []), ...(how.secrets ?? [])]
    const authIo = {
      // How long a token lives is not a matter of what time it is: the clock may be set in between.
      elapsed: () => performance.now(),
      send: (tokenRequest: HttpRequest) => send(tokenRequest, context, { secrets: secrets() }),
    }

    async function attemptOnce(attempt: number): Promise<Outcome<HttpResponse>> {
      await takeTurn(context.signal)
      const ready = auth === undefined ? request : await auth.apply(request, authIo)
      const started = performance.now()
      const report = (status: number) => {
        const url = redactSecrets(redactUrl(requestUrl(ready)), secrets())
        const ms = Math.round(performance.now() - started)
        context.logger.debug('request', { method: ready.method, url, status, attempt, ms })
        context.emit({ type: 'request', url, status, attempt, ms })
      }
      let response: HttpResponse
      try {
        response = await sendOnce(ready, {
          ...settings,
          signal: context.signal,
          secretHeaders: auth?.headerNames ?? [],
        })
      } catch (cause) {
        context.signal.throwIfAborted()
        report(0)
        if (cause instanceof SourceError) throw cause
        return { failed: networkError(ready, cause, secrets()), retry: isTransient(cause), why: 'network' }
      }
      report(response.status)
      if (response.status < 400 || how.isFinal?.(response)) return { done: response }
      return {
        failed: httpError(ready, response, secrets()),
        retry: isRetryableStatus(response.status),
        retryAfter: response.headers.get('retry-after'),
        why: `status ${response.status}`,
      }
    }
    return withRetry(policy, context, attemptOnce)
  }
  return { send }
}

function createDispatcher(timeoutMs: number): Dispatcher {
  const settings = { connect: { timeout: timeoutMs }, keepAliveTimeout: 30_000 }
  const proxied = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'].some((name) => process.env[name])
  return proxied ? new EnvHttpProxyAgent(settings) : new Agent(settings)
}

/** Wrong arguments (an invalid header or URL) stay wrong; everything else may be the network. */
function isTransient(cause: unknown): boolean {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  return code !== 'UND_ERR_INVALID_ARG' && code !== 'ERR_INVALID_URL' && code !== 'UND_ERR_NOT_SUPPORTED'
}
