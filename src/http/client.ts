import type { Context } from '../contracts/context.ts'
import { TolvaError } from '../errors/tolva-error.ts'
import type { Auth, AuthIo } from './auth/auth.ts'
import type { SecretText } from './auth/secret-text.ts'
import { createDispatcher, type TlsFiles } from './dispatcher.ts'
import { type FetchFunction, fetchTransport } from './fetch-transport.ts'
import { createGate, type Pass } from './gate.ts'
import { httpError, isTransient, networkError } from './http-error.ts'
import { type RateLimit, type RateWindow, rateWindow } from './rate-window.ts'
import { redactSecrets, redactUrl } from './redact-url.ts'
import type { HttpRequest, HttpResponse } from './request.ts'
import { requestUrl } from './request.ts'
import { defaultRetry, type Outcome, type RetryPolicy, retryAfterMs, withRetry } from './retry.ts'
import { retryBudget } from './retry-budget.ts'
import { sendOnce } from './send-once.ts'
import { serverLimits } from './server-limits.ts'
import type { Transport, WireHead } from './transport.ts'
import { undiciTransport } from './undici-transport.ts'

/** What a request needs of a step's context. */
export type HttpContext = Pick<Context, 'signal' | 'logger' | 'now' | 'emit' | 'traffic'> &
  Partial<Pick<Context, 'projectDir'>>

export interface HttpClientOptions extends TlsFiles {
  /** Milliseconds for the head of an answer, and again for each pause in its body; 10,000 by default. */
  readonly timeoutMs?: number
  /** Milliseconds for a whole answer; no limit by default. */
  readonly totalMs?: number
  /** Largest decompressed body; 256 MB by default. */
  readonly maxPageBytes?: number
  readonly retry?: Partial<RetryPolicy>
  /** Tries that all requests together have in reserve: 50 by default. */
  readonly retryBudget?: number
  readonly rateLimit?: RateLimit
  /** false: what the server says of its limits is passed over. */
  readonly rateLimitHeaders?: boolean
  /** Requests at the same time; 20 by default. */
  readonly maxConcurrent?: number
  readonly proxy?: SecretText
  /** Sends the requests, token requests too, in place of own connections. */
  readonly fetch?: FetchFunction
  readonly userAgent?: string
}

export interface SendOptions {
  readonly auth?: Auth
  /** The limit of an endpoint, shared by all of its requests, beside that of the client. */
  readonly window?: RateWindow | undefined
  /** An answer for which this is true is returned whatever its status is, without another try. */
  readonly isFinal?: (response: HttpResponse) => boolean
  /** Further texts that must not show in errors. */
  readonly secrets?: readonly string[]
}

/** Sends requests over kept-alive connections; idle ones do not hold the process. */
export interface HttpClient {
  /**
   * The answer with a status below 400, or a final one. Tries again on 429, 5xx, broken connections and timeouts, for POST too;
   * once with new credentials on 401 where the auth can get them.
   * @throws SourceError `http_<status>`, `timeout`, `network`, `page_too_large`, `retry_budget`; the signal's reason when aborted.
   */
  send(request: HttpRequest, context: HttpContext, options?: SendOptions): Promise<HttpResponse>
}

/** Requests at the same time where an option does not say. */
export const DEFAULT_CONCURRENT = 20

/** Creates a client; where it names no proxy, it is taken from `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const { timeoutMs = 10_000, maxConcurrent = DEFAULT_CONCURRENT, rateLimitHeaders = true } = options
  const policy = { ...defaultRetry, budget: retryBudget(options.retryBudget ?? 50), ...options.retry }
  const server = serverLimits({ longestMs: options.retry?.maxDelayMs, now: Date.now })
  const window = options.rateLimit && rateWindow(options.rateLimit)
  const gate = createGate({ maxConcurrent, window, server })
  let transport: Transport | undefined
  const transportIn = (projectDir = '') => {
    transport ??= options.fetch
      ? fetchTransport(options.fetch)
      : undiciTransport(createDispatcher({ ...options, timeoutMs, maxConcurrent }, projectDir))
    return transport
  }
  const settings = {
    timeoutMs,
    totalMs: options.totalMs,
    maxPageBytes: options.maxPageBytes ?? 256 * 1024 * 1024,
    userAgent: options.userAgent ?? 'tolva/0.1',
  }

  function send(request: HttpRequest, context: HttpContext, how: SendOptions = {}): Promise<HttpResponse> {
    return sendAs(request, context, { ...how, isToken: false })
  }

  async function sendAs(
    request: HttpRequest,
    context: HttpContext,
    how: SendOptions & { readonly isToken: boolean },
  ): Promise<HttpResponse> {
    const { auth } = how
    const { traffic } = context
    const secrets = () => [...(auth?.secrets() ?? []), ...(how.secrets ?? [])]
    const onWait = (why: string, ms: number) => context.emit({ type: 'waiting', why, ms })
    const authIo: AuthIo = {
      // How long a token lives is not a matter of what time it is: the clock may be set in between.
      elapsed: () => (traffic?.offline ? 0 : performance.now()),
      now: context.now,
      send: (tokenRequest) => sendAs(tokenRequest, context, { secrets: secrets(), isToken: true }),
    }
    let renewed = false

    async function attemptOnce(attempt: number): Promise<Outcome<HttpResponse>> {
      // Before the gate: a token request must not wait for the request that waits for it.
      const ready = auth === undefined ? request : await auth.apply(request, authIo)
      let started = performance.now()
      let askedMs: number | undefined
      const enter = () => {
        const entered = gate.enter({ signal: context.signal, window: how.window, onWait })
        if (!(entered instanceof Promise)) return entered
        return entered.then((pass) => {
          started = performance.now()
          return pass
        })
      }
      const limitOf = ({ headers, status }: Pick<WireHead, 'headers' | 'status'>) => {
        // What a token server says of its limits holds for token requests.
        const learned =
          rateLimitHeaders && !how.isToken ? server.learn(headers, gate.unanswered(), performance.now()) : undefined
        return (status >= 400 ? retryAfterMs(headers.get('retry-after'), context.now()) : undefined) ?? learned
      }
      const onHead = (pass: Pass, answer: WireHead) => {
        pass.answered()
        askedMs = limitOf(answer)
        gate.look()
      }
      const report = (status: number) => {
        const url = redactSecrets(redactUrl(requestUrl(ready)), secrets())
        const ms = Math.round(performance.now() - started)
        context.logger.debug('request', { method: ready.method, url, status, attempt, ms })
        context.emit({ type: 'request', url, status, attempt, ms })
      }
      const secretHeaders = auth?.headerNames ?? []
      const kept = { signal: context.signal, secrets: secrets(), secretHeaders, forCredentials: how.isToken }
      const sent = () =>
        sendOnce(ready, {
          ...settings,
          transport: transportIn(context.projectDir),
          signal: context.signal,
          secretHeaders,
          enter,
          onHead,
        })
      let response: HttpResponse
      try {
        response = traffic === undefined ? await sent() : await traffic.exchange(ready, { ...kept, send: sent })
        // Nothing came by the gate, but whether to try again is decided by the same answer.
        if (traffic?.offline) askedMs = limitOf(response)
      } catch (cause) {
        context.signal.throwIfAborted()
        report(0)
        if (cause instanceof TolvaError) throw cause
        return { failed: networkError(ready, cause, secrets()), retry: isTransient(cause), why: 'network' }
      }
      const { status } = response
      report(status)
      // Before everything else: an expired token must not end a walk, whatever is said of 401.
      if (status === 401 && !renewed && auth?.refused?.(ready) === true) {
        renewed = true
        return attemptOnce(attempt)
      }
      if (status < 400 || how.isFinal?.(response)) return { done: response }
      // Some say 403 where others say 429; that no requests are left tells it from a refusal.
      const isLimit = status === 429 || (status === 403 && rateLimitHeaders && askedMs !== undefined)
      return {
        failed: httpError(ready, response, secrets()),
        retry: isLimit || policy.isRetryable(status),
        askedMs,
        isLimit,
        why: `status ${status}`,
        ...(isLimit && !how.isToken && { onRetry: (ms) => server.pause(ms, performance.now(), `status ${status}`) }),
      }
    }
    return withRetry(policy, context, attemptOnce)
  }
  return { send }
}
