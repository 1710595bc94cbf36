import type { BucketFault } from '../bucket/bucket-error.ts'
import { isNetworkFault } from '../bucket/network-fault.ts'

const BY_NAME: Readonly<Record<string, BucketFault>> = {
  NoSuchBucket: 'bucket_missing',
  AccessDenied: 'access_denied',
  Forbidden: 'access_denied',
  AllAccessDisabled: 'access_denied',
  AccountProblem: 'access_denied',
  SignatureDoesNotMatch: 'bad_credentials',
  InvalidAccessKeyId: 'bad_credentials',
  // So versitygw calls it.
  XAdminUserNotFound: 'bad_credentials',
  InvalidToken: 'bad_credentials',
  ExpiredToken: 'bad_credentials',
  TokenRefreshRequired: 'bad_credentials',
  AuthorizationHeaderMalformed: 'bad_credentials',
  RequestTimeTooSkewed: 'bad_credentials',
  CredentialsProviderError: 'no_credentials',
  SlowDown: 'throttled',
  ThrottlingException: 'throttled',
  TooManyRequestsException: 'throttled',
  NoSuchKey: 'object_missing',
  RequestTimeout: 'bucket_unreachable',
}

/** What an error of the S3 SDK means. */
export function s3Fault(error: unknown): BucketFault {
  const known = error instanceof Error ? BY_NAME[error.name] : undefined
  if (known !== undefined) return known
  const status = statusOf(error)
  if (status === 403) return 'access_denied'
  if (status === 429) return 'throttled'
  if (status !== undefined && status >= 500) return 'bucket_unavailable'
  return isNetworkFault(error) ? 'bucket_unreachable' : 'bucket_refused'
}

/** The HTTP status of the answer; undefined: there was none. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined
  const metadata = error.$metadata
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined
}
