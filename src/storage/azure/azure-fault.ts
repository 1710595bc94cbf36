import type { BucketFault } from '../bucket/bucket-error.ts'
import { isNetworkFault } from '../bucket/network-fault.ts'

const BY_CODE: Readonly<Record<string, BucketFault>> = {
  ContainerNotFound: 'bucket_missing',
  ContainerBeingDeleted: 'bucket_missing',
  BlobNotFound: 'object_missing',
  ResourceNotFound: 'object_missing',
  ConditionNotMet: 'object_changed',
  AuthenticationFailed: 'bad_credentials',
  InvalidAuthenticationInfo: 'bad_credentials',
  NoAuthenticationInformation: 'bad_credentials',
  AuthorizationFailure: 'access_denied',
  AuthorizationPermissionMismatch: 'access_denied',
  AuthorizationResourceTypeMismatch: 'access_denied',
  AuthorizationSourceIPMismatch: 'access_denied',
  InsufficientAccountPermissions: 'access_denied',
  AccountIsDisabled: 'access_denied',
  ServerBusy: 'throttled',
  REQUEST_SEND_ERROR: 'bucket_unreachable',
}
const BY_NAME: Readonly<Record<string, BucketFault>> = {
  CredentialUnavailableError: 'no_credentials',
  ChainedTokenCredentialError: 'no_credentials',
  AggregateAuthenticationError: 'no_credentials',
  AuthenticationError: 'bad_credentials',
  AuthenticationRequiredError: 'bad_credentials',
}
const BY_STATUS: Readonly<Record<number, BucketFault>> = {
  401: 'bad_credentials',
  403: 'access_denied',
  404: 'object_missing',
  412: 'object_changed',
  429: 'throttled',
}

/** What an error of Azure's SDK means. */
export function azureFault(error: unknown): BucketFault {
  const code = codeOf(error)
  const known = (code && BY_CODE[code]) || (error instanceof Error ? BY_NAME[error.name] : undefined)
  if (known) return known
  const status = statusOf(error)
  const byStatus = status === undefined ? undefined : BY_STATUS[status]
  if (byStatus !== undefined) return byStatus
  if (status !== undefined && status >= 500) return 'bucket_unavailable'
  return isNetworkFault(error) ? 'bucket_unreachable' : 'bucket_refused'
}

/** The HTTP status of the answer; undefined: there was none. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined
  return typeof error.statusCode === 'number' ? error.statusCode : undefined
}

/** What the service calls it. In answers without a body it stands in the details only. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  const details = 'details' in error && typeof error.details === 'object' ? error.details : null
  if (details === null || !('errorCode' in details)) return undefined
  return typeof details.errorCode === 'string' ? details.errorCode : undefined
}
