import type { Bucket, StorageOptions } from '@google-cloud/storage'
import type { BucketFault } from '../bucket/bucket-error.ts'
import type { GcsCredentials } from '../bucket/credentials.ts'
import { loadSdk } from '../bucket/load-sdk.ts'
import { gcsFault } from './gcs-fault.ts'

const RETRIES = 4
const RETRY_SECONDS = 60
const LONGEST_WAIT_SECONDS = 8
/** Waits grow by it: about twelve seconds in all. */
const GROWTH = 1.5
const PASSING: readonly BucketFault[] = ['bucket_unreachable', 'bucket_unavailable', 'throttled']

/** A bucket, opened with what the credentials say; without any, the SDK finds Google's default credentials. */
export async function gcsBucket(name: string, credentials: GcsCredentials): Promise<Bucket> {
  const sdk = await loadSdk('Google Cloud Storage', '@google-cloud/storage', () => import('@google-cloud/storage'))
  const storage = new sdk.Storage({
    ...accessOf(credentials),
    ...(credentials.projectId !== undefined && { projectId: credentials.projectId }),
    ...(credentials.endpointUrl !== undefined && { apiEndpoint: credentials.endpointUrl }),
    retryOptions: {
      autoRetry: true,
      maxRetries: RETRIES,
      totalTimeout: RETRY_SECONDS,
      maxRetryDelay: LONGEST_WAIT_SECONDS,
      retryDelayMultiplier: GROWTH,
      retryableErrorFn: (error) => PASSING.includes(gcsFault(error)),
      // Whole objects are put, so that putting twice is putting once.
      idempotencyStrategy: sdk.IdempotencyStrategy.RetryAlways,
    },
  })
  return storage.bucket(name)
}

function accessOf(credentials: GcsCredentials): StorageOptions {
  const { clientEmail, privateKey, refreshToken, clientId, clientSecret } = credentials
  if (privateKey !== undefined && clientEmail !== undefined) {
    // In a variable of the environment line breaks are mostly written as \n.
    const key = privateKey.reveal().replaceAll('\\n', '\n')
    return { credentials: { client_email: clientEmail, private_key: key.endsWith('\n') ? key : `${key}\n` } }
  }
  if (refreshToken !== undefined && clientId !== undefined && clientSecret !== undefined) {
    return {
      credentials: {
        type: 'authorized_user',
        client_id: clientId,
        client_secret: clientSecret.reveal(),
        refresh_token: refreshToken.reveal(),
      },
    }
  }
  return {}
}
