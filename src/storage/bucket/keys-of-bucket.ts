import { checkKey } from '../storage-key.ts'
import { type BucketUrl, locationOf } from './bucket-url.ts'

export type RemoteUrl = Exclude<BucketUrl, { readonly scheme: 'file' }>

/** How the keys of a storage are called within its bucket. */
export interface BucketKeys {
  readonly location: string
  /** @throws ConfigError `bad_storage_key`. */
  nameOf(key: string): string
  /** Of all keys that begin so. */
  prefixOf(prefix: string): string
  /** Back from a name; undefined: it stands for a folder. */
  keyOf(name: string): string | undefined
  urlOf(key: string): string
}

/** The keys below the folder that a bucket's URL names. */
export function keysOfBucket(url: RemoteUrl): BucketKeys {
  const root = url.prefix === '' ? '' : `${url.prefix}/`
  const location = locationOf(url)
  return {
    location,
    nameOf: (key) => `${root}${checkKey(key)}`,
    prefixOf: (prefix) => `${root}${prefix}`,
    // Tools that show buckets as folders leave empty objects whose names end so.
    keyOf: (name) => (name.endsWith('/') ? undefined : name.slice(root.length)),
    urlOf: (key) => `${location}/${checkKey(key)}`,
  }
}
