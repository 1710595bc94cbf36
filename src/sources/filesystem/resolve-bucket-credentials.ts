import type { TracedConfigReader } from '../../config/resolve.ts'
import type { ConfigReader } from '../../contracts/resource.ts'
import { parseBucketUrl } from '../../storage/bucket/bucket-url.ts'
import type { BucketCredentials } from '../../storage/bucket/credentials.ts'
import { readBucketCredentials } from '../../storage/bucket/read-credentials.ts'

/** Where credentials of a bucket are looked for, and what the code says of them. */
export interface SourceBucket {
  readonly sections: readonly string[]
  readonly bucketUrl: string
  readonly given: BucketCredentials | undefined
}

/**
 * Credentials from `[sources.<name>.credentials]`; undefined: the vendor's own tools find some.
 * @throws MissingConfigError where a key lacks its other half; ConfigError `secret_in_config`, `bad_credentials`.
 */
export async function resolveBucketCredentials(
  reader: ConfigReader,
  { sections, bucketUrl, given }: SourceBucket,
): Promise<BucketCredentials | undefined> {
  if (!isTraced(reader)) return given
  return readBucketCredentials(reader, { sections, url: parseBucketUrl(bucketUrl, process.cwd()), given })
}

/** That of a run is. */
function isTraced(reader: ConfigReader): reader is ConfigReader & TracedConfigReader {
  return 'lookUp' in reader && 'files' in reader
}
