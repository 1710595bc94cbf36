import { ConfigError, DestinationError, TolvaError } from '../../errors/tolva-error.ts'
import { redactText } from '../../log/redact.ts'

/** What a service says, in the words of all of them. */
export type BucketFault =
  | 'bucket_missing'
  | 'access_denied'
  | 'bad_credentials'
  | 'no_credentials'
  | 'bucket_unreachable'
  | 'throttled'
  | 'object_missing'
  | 'object_changed'
  | 'bucket_unavailable'
  | 'bucket_refused'

/** What was being done. */
export interface BucketAction {
  /** `s3://bucket/folder`. */
  readonly location: string
  /** Absent: it was about the bucket. */
  readonly url?: string
}

interface Words {
  readonly says: (action: BucketAction) => string
  readonly hint: string
  /** Absent: the configuration is wrong. */
  readonly retry?: boolean
}

const object = ({ url, location }: BucketAction) => url ?? location

const WORDS: Readonly<Record<BucketFault, Words>> = {
  bucket_missing: {
    says: ({ location }) => `the bucket of ${location} does not exist`,
    hint: 'Make the bucket, or correct bucket_url; tolva makes folders, but no buckets.',
  },
  access_denied: {
    says: (action) => `access to ${object(action)} is denied`,
    hint: 'Let this user list the bucket, and read, write and delete objects below that folder.',
  },
  bad_credentials: {
    says: ({ location }) => `the credentials of ${location} are not accepted`,
    hint: 'Check the key and its secret, whether they have expired, and the clock of this machine.',
  },
  no_credentials: {
    says: ({ location }) => `no credentials were found for ${location}`,
    hint: 'Put them into secrets.toml under [destination.filesystem.credentials], or log in with the tool of the vendor.',
  },
  bucket_unreachable: {
    says: ({ location }) => `${location} cannot be reached`,
    hint: 'Check the network, and endpoint, host or region in the credentials; then run again.',
    retry: true,
  },
  throttled: {
    says: ({ location }) => `${location} takes no more requests for now`,
    hint: 'Run again later, or with fewer workers.',
    retry: true,
  },
  object_missing: {
    says: (action) => `${object(action)} is not there`,
    hint: 'Read again: it was deleted or replaced while it was being read.',
    retry: true,
  },
  object_changed: {
    says: (action) => `${object(action)} was written anew while it was read`,
    hint: 'Read again.',
    retry: true,
  },
  bucket_unavailable: {
    says: ({ location }) => `the service of ${location} failed`,
    hint: 'Run again later; what was written before is kept.',
    retry: true,
  },
  bucket_refused: {
    says: (action) => `${object(action)} was refused`,
    hint: 'The cause says what the service answered.',
    retry: false,
  },
}

/** An error of a service as one that says what happened, where and what to do. Nothing secret is kept of it. */
export function bucketError(fault: BucketFault, action: BucketAction, error: unknown): TolvaError {
  const { says, hint, retry } = WORDS[fault]
  const details = {
    code: fault,
    hint,
    context: { url: object(action) },
    cause: plainCause(error),
  }
  const message = fault === 'bucket_refused' ? `${says(action)}: ${textOf(error)}` : says(action)
  return retry === undefined ? new ConfigError(message, details) : new DestinationError(message, { ...details, retry })
}

/** Runs what uses a service; `faultOf` tells what its errors mean. Errors of our own and aborts pass as they are. */
export async function withBucket<T>(
  action: BucketAction,
  faultOf: (error: unknown) => BucketFault,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof TolvaError || isAbort(error)) throw error
    throw bucketError(faultOf(error), action, error)
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

/** Errors of the SDKs hold requests with their signatures, tokens and signed URLs: only what they say is kept. */
function plainCause(error: unknown): Error {
  const plain = new Error(textOf(error))
  if (error instanceof Error) plain.name = error.name
  return plain
}

function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error)
  return redactText(text.split('\n', 1)[0] ?? '')
}
