import { localStorage } from '../local.ts'
import type { Storage } from '../storage.ts'
import type { BucketUrl } from './bucket-url.ts'
import type { BucketCredentials } from './credentials.ts'

/**
 * The storage below a `bucket_url`; the vendor's SDK is loaded only now. Credentials of another kind of bucket are not used.
 * @throws ConfigError `missing_package` with the command that installs the SDK.
 */
export async function openBucket(url: BucketUrl, credentials?: BucketCredentials): Promise<Storage> {
  switch (url.scheme) {
    case 'file':
      return localStorage(url.path, { shared: true })
    case 's3': {
      const { s3Storage } = await import('../s3/s3-storage.ts')
      return s3Storage(url, credentials?.kind === 's3' ? credentials : undefined)
    }
    case 'gs': {
      const { gcsStorage } = await import('../gcs/gcs-storage.ts')
      return gcsStorage(url, credentials?.kind === 'gcs' ? credentials : undefined)
    }
    case 'az': {
      const { azureStorage } = await import('../azure/azure-storage.ts')
      return azureStorage(url, credentials?.kind === 'azure' ? credentials : undefined)
    }
  }
}
