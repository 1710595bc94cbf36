import type { Context } from '../contracts/context.ts'
import type { Auth, AuthIo } from './auth/auth.ts'
import type { SecretText } from './auth/secret-text.ts'
import { createDispatcher, type TlsFiles } from './dispatcher.ts'
import { type FetchFunction, fetchTransport } from './fetch-transport.ts'
import { createGate } from './gate.ts'
import { type RateLimit, type RateWindow, rateWindow } from './rate-window.ts'
import type { HttpRequest, HttpResponse } from './request.ts'
import { defaultRetry, type Outcome, type RetryPolicy, withRetry } from './retry.ts'
import { retryBudget } from './retry-budget.ts'
import { sendAttempt } from './send-attempt.ts'
import { serverLimits } from './server-limits.ts'
import type { Transport } from './transport.ts'
import { undiciTransport } from './undici-transport.ts'

/** What a request needs of a step's context. */
export type HttpContext = Pick<Context, 'signal' | 'logger' | 'now' | 'emit' | 'traffic'> &
  Partial<Pick<Context, 'projectDir' | 'staysAtOrigin'>>

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
  const { timeoutMs = 10_000, maxConcurrent = DEFAULT_CONCURRENT, rateLimitHeaders: heedsHeaders = true } = options
  const policy = { ...defaultRetry, budget: retryBudget(options.retryBudget ?? 50), ...options.retry }
  const server = serverLimits({ longestMs: options.retry?.maxDelayMs, now: Date.now })
  const window = options.rateLimit && rateWindow(options.rateLimit)
  const gate = createGate({ maxConcurrent, window, server })
  const sends = {
    timeoutMs,
    totalMs: options.totalMs,
    maxPageBytes: options.maxPageBytes ?? 256 * 1024 * 1024,
    userAgent: options.userAgent ?? 'tolva/0.1',
  }
  let opened: Transport | undefined
  // Files of certificates are looked for in the folder of the project, which the first request knows.
  const transportIn = (projectDir = '') => {
    opened ??= options.fetch
      ? fetchTransport(options.fetch)
      : undiciTransport(createDispatcher({ ...options, timeoutMs, maxConcurrent }, projectDir))
    return opened
  }

  async function send(
    request: HttpRequest,
    context: HttpContext,
    how: SendOptions & { readonly isToken?: boolean } = {},
  ): Promise<HttpResponse> {
    const { auth, isToken = false } = how
    const secrets = () => [...(auth?.secrets() ?? []), ...(how.secrets ?? [])]
    const authIo: AuthIo = {
      // How long a token lives is not a matter of what time it is: the clock may be set in between.
      elapsed: () => (context.traffic?.offline ? 0 : performance.now()),
      now: context.now,
      send: (tokenRequest) => send(tokenRequest, context, { secrets: secrets(), isToken: true }),
    }
    const transport: Transport = (wire) => transportIn(context.projectDir)(wire)
    const manners = { gate, server, heedsHeaders, isRetryable: policy.isRetryable, sends: { ...sends, transport } }
    let renewed = false

    async function attemptOnce(number: number): Promise<Outcome<HttpResponse>> {
      // Before the gate: a token request must not wait for the request that waits for it.
      const ready = auth === undefined ? request : await auth.apply(request, authIo)
      const attempt = {
        request: ready,
        context,
        number,
        secrets,
        secretHeaders: auth?.headerNames ?? [],
        isToken,
        window: how.window,
        isFinal: how.isFinal,
        canRenew: () => !renewed && auth?.refused?.(ready) === true,
      }
      const outcome = await sendAttempt(attempt, manners)
      if (outcome !== 'refused') return outcome
      renewed = true
      return attemptOnce(number)
    }
    return withRetry(policy, context, attemptOnce)
  }
  return { send }
}
