const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EPIPE',
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_HAS_EXPIRED',
])
const NAMES = new Set(['TimeoutError', 'NetworkingError', 'FetchError'])
const SAYS = /socket hang up|premature close|aborted$|timed? ?out|getaddrinfo|stalled|network error/i

/** Whether there was no answer, or not a whole one: looks at the error, what caused it, and each of a group. */
export function isNetworkFault(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 5) return false
  if ('code' in error && typeof error.code === 'string' && UNREACHABLE.has(error.code)) return true
  if (NAMES.has(error.name) || SAYS.test(error.message)) return true
  const inner = error instanceof AggregateError ? error.errors : []
  return [error.cause, ...inner].some((one) => isNetworkFault(one, depth + 1))
}
