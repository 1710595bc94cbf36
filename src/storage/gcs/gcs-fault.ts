import type { BucketFault } from '../bucket/bucket-error.ts'
import { isNetworkFault } from '../bucket/network-fault.ts'

const BY_STATUS: Readonly<Record<number, BucketFault>> = {
  401: 'bad_credentials',
  403: 'access_denied',
  404: 'object_missing',
  408: 'bucket_unreachable',
  429: 'throttled',
}
const NO_CREDENTIALS = /could not load the default credentials/i
const BAD_CREDENTIALS = /invalid_grant|invalid_client|invalid_rapt|unauthorized_client|DECODER routines|PEM routines/i
const RATE = /rateLimitExceeded|rate limit/i
const BUCKET_MISSING = /bucket does not exist|no such bucket/i

/** What an error of Google's SDK means. */
export function gcsFault(error: unknown): BucketFault {
  const text = error instanceof Error ? error.message : String(error)
  if (NO_CREDENTIALS.test(text)) return 'no_credentials'
  if (BAD_CREDENTIALS.test(text)) return 'bad_credentials'
  if (RATE.test(text)) return 'throttled'
  const status = statusOf(error)
  if (status === 404 && BUCKET_MISSING.test(text)) return 'bucket_missing'
  const known = status === undefined ? undefined : BY_STATUS[status]
  if (known !== undefined) return known
  if (status !== undefined && status >= 500) return 'bucket_unavailable'
  return isNetworkFault(error) ? 'bucket_unreachable' : 'bucket_refused'
}

/** The HTTP status of the answer; undefined: there was none. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  const status = Number(error.code)
  return Number.isInteger(status) ? status : undefined
}
