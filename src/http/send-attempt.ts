import type { Context } from '../contracts/context.ts'
import { TolvaError } from '../errors/tolva-error.ts'
import type { Gate, Pass } from './gate.ts'
import { httpError, isTransient, networkError } from './http-error.ts'
import type { RateWindow } from './rate-window.ts'
import { redactSecrets, redactUrl } from './redact-url.ts'
import type { HttpRequest, HttpResponse } from './request.ts'
import { requestUrl } from './request.ts'
import { type Outcome, retryAfterMs } from './retry.ts'
import { type SendOnceOptions, sendOnce } from './send-once.ts'
import type { ServerLimits } from './server-limits.ts'
import type { WireHead } from './transport.ts'

/** What all requests of a client share. */
export interface Manners {
  readonly gate: Gate
  readonly server: ServerLimits
  /** What the server says of its limits counts. */
  readonly heedsHeaders: boolean
  readonly isRetryable: (status: number) => boolean
  readonly sends: Pick<SendOnceOptions, 'transport' | 'timeoutMs' | 'totalMs' | 'maxPageBytes' | 'userAgent'>
}

/** One try of a request. */
export interface Attempt {
  /** With its credentials. */
  readonly request: HttpRequest
  readonly context: Pick<Context, 'signal' | 'logger' | 'now' | 'emit' | 'traffic' | 'staysAtOrigin'>
  /** 1 for the first. */
  readonly number: number
  readonly secrets: () => readonly string[]
  /** Lower-case names of headers that carry credentials. */
  readonly secretHeaders: readonly string[]
  /** It asks a token server: what that says of its limits holds for token requests only. */
  readonly isToken: boolean
  readonly window: RateWindow | undefined
  readonly isFinal: ((response: HttpResponse) => boolean) | undefined
  /** Asked on 401: other credentials can be had. */
  readonly canRenew: () => boolean
}

/**
 * Tries a request once: waits at the gate, tells of it, learns of the server's limits, judges the answer.
 * @returns `refused`: it should be sent once more with other credentials.
 * @throws TolvaError where the answer could not be read for a reason that stays.
 */
export async function sendAttempt(attempt: Attempt, manners: Manners): Promise<Outcome<HttpResponse> | 'refused'> {
  const { request, context, secrets, secretHeaders, isToken } = attempt
  const { gate, server, heedsHeaders } = manners
  const { signal, traffic } = context
  let started = performance.now()
  let askedMs: number | undefined

  const enter = () => {
    const onWait = (why: string, ms: number) => context.emit({ type: 'waiting', why, ms })
    const entered = gate.enter({ signal, window: attempt.window, onWait })
    if (!(entered instanceof Promise)) return entered
    return entered.then((pass) => {
      started = performance.now()
      return pass
    })
  }
  const limitOf = ({ headers, status }: Pick<WireHead, 'headers' | 'status'>) => {
    const learned = heedsHeaders && !isToken ? server.learn(headers, gate.unanswered(), performance.now()) : undefined
    return (status >= 400 ? retryAfterMs(headers.get('retry-after'), context.now()) : undefined) ?? learned
  }
  const onHead = (pass: Pass, head: WireHead) => {
    pass.answered()
    askedMs = limitOf(head)
    gate.look()
  }
  const send = () =>
    sendOnce(request, {
      ...manners.sends,
      signal,
      secretHeaders,
      staysAtOrigin: context.staysAtOrigin === true,
      enter,
      onHead,
    })
  const report = (status: number) => {
    const url = redactSecrets(redactUrl(requestUrl(request)), secrets())
    const ms = Math.round(performance.now() - started)
    context.logger.debug('request', { method: request.method, url, status, attempt: attempt.number, ms })
    context.emit({ type: 'request', url, status, attempt: attempt.number, ms })
  }

  let response: HttpResponse
  try {
    const kept = { signal, secretHeaders, forCredentials: isToken, send }
    response = traffic === undefined ? await send() : await traffic.exchange(request, { ...kept, secrets: secrets() })
    // Nothing came by the gate, but whether to try again is decided by the same answer.
    if (traffic?.offline) askedMs = limitOf(response)
  } catch (cause) {
    signal.throwIfAborted()
    report(0)
    if (cause instanceof TolvaError) throw cause
    return { failed: networkError(request, cause, secrets()), retry: isTransient(cause), why: 'network' }
  }
  const { status } = response
  report(status)
  // Before everything else: an expired token must not end a walk, whatever is said of 401.
  if (status === 401 && attempt.canRenew()) return 'refused'
  if (status < 400 || attempt.isFinal?.(response)) return { done: response }
  // Some say 403 where others say 429; that no requests are left tells it from a refusal.
  const isLimit = status === 429 || (status === 403 && heedsHeaders && askedMs !== undefined)
  const why = `status ${status}`
  return {
    failed: httpError(request, response, secrets()),
    retry: isLimit || manners.isRetryable(status),
    askedMs,
    isLimit,
    why,
    ...(isLimit && !isToken && { onRetry: (ms) => server.pause(ms, performance.now(), why) }),
  }
}
