import type { BucketCredentials } from '../../../src/storage/bucket/credentials.ts'

/** A server that stands in for a cloud's storage, with one empty bucket; more can be made. */
export interface Place<Credentials extends BucketCredentials = BucketCredentials> extends AsyncDisposable {
  /** `s3://bucket`. */
  readonly bucketUrl: string
  readonly credentials: Credentials
  /** `http://127.0.0.1:7070`. */
  readonly endpoint: string
  /** The credentials as the environment holds them for the filesystem destination, of tolva and of dlt. */
  readonly env: Readonly<Record<string, string>>
  /** Makes an empty bucket and returns its URL. */
  makeBucket(name: string): Promise<string>
  /** Of the server's process; 0: it does not run. */
  pid(): number
  /** `immediate`, which is the default, is as if its power went. What it said was written stays. */
  stop(how?: 'fast' | 'immediate'): Promise<void>
  /** On the same port, with what was there. */
  start(): Promise<void>
  restart(): Promise<void>
}

/** Name → value as variables of a section: `DESTINATION__FILESYSTEM__CREDENTIALS__…`. */
export function credentialVariables(fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      `DESTINATION__FILESYSTEM__CREDENTIALS__${name.toUpperCase()}`,
      value,
    ]),
  )
}
