import type { Storage } from '../storage.ts'
import type { BucketUrl } from './bucket-url.ts'
import type { BucketCredentials } from './credentials.ts'

/** A place for files, open, with what others need to open it too. */
export interface Bucket {
  readonly url: BucketUrl
  readonly storage: Storage
  readonly credentials?: BucketCredentials
}
