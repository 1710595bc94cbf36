import type { HttpClientOptions } from '../../http/client.ts'
import type { ClientConfig } from './config.ts'

/** The options of the HTTP client that a configuration's `client` stands for. */
export function clientOptions(client: ClientConfig): HttpClientOptions {
  const { timeoutSeconds, totalTimeoutSeconds, maxAttempts, backoffSeconds, maxRetryDelaySeconds, retry = {} } = client
  const { maxPageBytes, rateLimit, rateLimitHeaders, maxConcurrent, proxy, fetch } = client
  const { caFile, certFile, keyFile, keyPassphrase } = client
  const { statuses, budget } = retry
  return {
    ...given({ timeoutMs: inMs(timeoutSeconds), totalMs: inMs(totalTimeoutSeconds), retryBudget: budget }),
    ...given({ maxPageBytes, rateLimit, rateLimitHeaders, maxConcurrent, proxy, fetch }),
    ...given({ caFile, certFile, keyFile, keyPassphrase }),
    retry: given({
      attempts: maxAttempts,
      baseMs: inMs(backoffSeconds),
      maxDelayMs: inMs(maxRetryDelaySeconds),
      isRetryable: statuses && ((status: number) => statuses.includes(status)),
    }),
  }
}

function inMs(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000
}

type Given<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }

/** Without what is not there. */
function given<T extends object>(options: T): Given<T>
function given(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
