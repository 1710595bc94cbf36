import type { Context } from '../../contracts/context.ts'
import type { Bucket } from '../../storage/bucket/bucket.ts'
import type { Layout } from './layout/layout.ts'

/** One dataset in a bucket, and all that working on it needs. */
export interface LakeSession {
  readonly bucket: Bucket
  /** Normalized: the folder of the dataset. */
  readonly dataset: string
  readonly layout: Layout
  /** The moment that paths tell; absent: when the package was made. */
  readonly currentDatetime?: (() => Date) | undefined
  /** State files of a pipeline that are kept; 0: all. */
  readonly maxStateFiles: number
  readonly context: Context
  /** A folder of this machine for files on their way; it is there once this was called, and goes with the session. */
  scratch(): Promise<string>
}
