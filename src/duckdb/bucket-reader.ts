import type { SqlConnection } from '../contracts/sql-connection.ts'
import { type Logger, silentLogger } from '../log/logger.ts'
import type { Bucket } from '../storage/bucket/bucket.ts'
import { locationOf } from '../storage/bucket/bucket-url.ts'
import { temporaryCopies } from '../storage/temporary-copies.ts'
import { openBucketSecret } from './bucket-secret.ts'

/** Names by which statements of one DuckDB connection read the files of a bucket. */
export interface BucketReader extends AsyncDisposable {
  /**
   * A name for each key, in the same order: a path, or a URL that DuckDB reads. None holds a character that DuckDB takes for a
   * pattern. Names are good until the reader is disposed.
   * @throws DestinationError `object_missing` where a key that must be fetched is not there.
   */
  namesOf(keys: readonly string[]): Promise<readonly string[]>
}

export interface BucketReaderOptions {
  /** Told at info when files are copied here because DuckDB cannot read the bucket itself. */
  readonly logger?: Logger
  readonly signal?: AbortSignal
}

/** DuckDB takes these in a name for a pattern, and a question mark in a URL for the begin of parameters. */
const PATTERN = /[*?[\]{}]/

/**
 * Lets a connection read a bucket: a local folder as it is, a bucket by DuckDB's own extension with the bucket's credentials
 * as a secret that goes with the reader. Where DuckDB cannot (extension not to be had, a kind of credentials that it does
 * not know), files are copied into a temporary folder that goes with the reader.
 */
export async function bucketReader(
  connection: SqlConnection,
  bucket: Bucket,
  options: BucketReaderOptions = {},
): Promise<BucketReader> {
  const { logger = silentLogger, signal } = options
  const isLocal = bucket.url.scheme === 'file'
  const secret = isLocal ? undefined : await openBucketSecret(connection, bucket, logger)
  if (!isLocal && secret === undefined)
    logger.info('bucket is read by copies of its files', { url: locationOf(bucket.url) })
  const copies = temporaryCopies(bucket.storage, signal)
  const nameOf = async (key: string) => {
    const name = isLocal ? bucket.storage.urlOf(key) : secret?.nameOf(key)
    return name === undefined || PATTERN.test(name) ? copies.of(key) : name
  }
  return {
    namesOf: (keys) => Promise.all(keys.map(nameOf)),
    async [Symbol.asyncDispose]() {
      await secret?.[Symbol.asyncDispose]()
      await copies[Symbol.asyncDispose]()
    },
  }
}
