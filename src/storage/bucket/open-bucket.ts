import { ConfigError } from '../../errors/tolva-error.ts'
import { localStorage } from '../local.ts'
import type { Storage } from '../storage.ts'
import type { BucketUrl } from './bucket-url.ts'
import type { BucketCredentials } from './credentials.ts'

/**
 * The storage below a `bucket_url`; the vendor's SDK is loaded only now.
 * @throws ConfigError `missing_package` with the command that installs the SDK.
 */
export async function openBucket(url: BucketUrl, _credentials?: BucketCredentials): Promise<Storage> {
  if (url.scheme === 'file') return localStorage(url.path, { shared: true })
  throw new ConfigError(`nothing opens ${url.scheme}:// yet`, { code: 'destination_planned' })
}
