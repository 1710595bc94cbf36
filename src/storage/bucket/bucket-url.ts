import { resolve } from 'node:path'
import { ConfigError } from '../../errors/tolva-error.ts'

/** Where a bucket is, as `bucket_url` says it. */
export type BucketUrl =
  | { readonly scheme: 'file'; readonly path: string }
  | { readonly scheme: 's3' | 'gs' | 'az'; readonly bucket: string; readonly prefix: string; readonly account?: string }

const SCHEMES: Readonly<Record<string, 's3' | 'gs' | 'az'>> = {
  s3: 's3',
  s3a: 's3',
  gs: 'gs',
  gcs: 'gs',
  az: 'az',
  azure: 'az',
  adl: 'az',
  abfs: 'az',
  abfss: 'az',
}

/**
 * Takes `bucket_url` apart: a path, `file:///path`, `s3://bucket/prefix`, `gs://…`, `az://container/prefix` or
 * `abfss://container@account.dfs.core.windows.net/prefix`.
 * @param localDir What a relative path is relative to. Absolute.
 * @throws ConfigError `bad_bucket_url`.
 */
export function parseBucketUrl(text: string, localDir: string): BucketUrl {
  const match = /^([a-z][a-z0-9+.-]+):\/\/(.*)$/i.exec(text)
  if (match === null) return { scheme: 'file', path: resolve(localDir, text) }
  const [, name = '', rest = ''] = match
  if (name === 'file') return { scheme: 'file', path: resolve(localDir, decodeURIComponent(rest)) }
  const scheme = SCHEMES[name.toLowerCase()]
  const [authority = '', ...parts] = rest.split('/')
  const [bucket = '', host] = authority.split('@')
  if (scheme === undefined || bucket === '') {
    throw new ConfigError(`${JSON.stringify(text)} is no place for files`, {
      code: 'bad_bucket_url',
      hint: 'Write a path, file:///path, s3://bucket/folder, gs://bucket/folder or az://container/folder.',
    })
  }
  const account = host?.split('.')[0]
  return { scheme, bucket, prefix: parts.filter((part) => part !== '').join('/'), ...(account && { account }) }
}

/** The same as text, without a slash at the end: what `parseBucketUrl` takes apart. */
export function locationOf(url: BucketUrl): string {
  if (url.scheme === 'file') return url.path
  const { scheme, bucket, prefix, account } = url
  const root = account === undefined ? `${scheme}://${bucket}` : `abfss://${bucket}@${account}.dfs.core.windows.net`
  return prefix === '' ? root : `${root}/${prefix}`
}
