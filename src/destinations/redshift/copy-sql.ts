import type { FileFormat } from '../../capabilities/capabilities.ts'
import { Secret } from '../../config/secret.ts'
import { quoteName } from '../../sql/quote-name.ts'
import type { Bucket } from '../../storage/bucket/bucket.ts'
import { literal } from './literal.ts'

/** How the cluster gets at staged files. */
export interface CopyOptions {
  /** An ARN, or `default`. Absent: the keys of the bucket are handed over. */
  readonly iamRole?: string | undefined
  /** Stand at the end of each COPY: `STATUPDATE OFF`. */
  readonly more?: readonly string[] | undefined
}

export interface Copied {
  /** The table as SQL. */
  readonly target: string
  /** Columns that the files have, in their order. */
  readonly columns: readonly string[]
  readonly format: FileFormat
  /** Of the manifest. */
  readonly url: string
  /** true: a column holds documents. */
  readonly hasJson: boolean
}

/** The COPY of all files of a manifest. It ends at the first row that does not fit. */
export function copySql(
  { target, columns, format, url, hasJson }: Copied,
  access: { readonly bucket: Pick<Bucket, 'credentials'>; readonly options: CopyOptions },
): string {
  const { bucket, options } = access
  // Rows of Parquet files are taken by the order of their columns, whatever is listed; objects by their keys.
  const into = format === 'parquet' ? target : `${target} (${columns.map(quoteName).join(', ')})`
  const form =
    format === 'parquet'
      ? ['FORMAT AS PARQUET', ...(hasJson ? ['SERIALIZETOJSON'] : [])]
      : ["FORMAT AS JSON 'auto'", "DATEFORMAT 'auto'", "TIMEFORMAT 'auto'", 'GZIP', ...region(bucket)]
  return [
    `COPY ${into}`,
    `FROM ${literal(url)}`,
    authorization(bucket, options),
    ...form,
    'MANIFEST',
    ...(options.more ?? []),
  ].join(' ')
}

/** The manifest of staged files: each must be there. Parquet is read only where the size is told. */
export function manifestText(files: readonly { readonly url: string; readonly bytes: number }[]): string {
  const entries = files.map(({ url, bytes }) => ({ url, mandatory: true, meta: { content_length: bytes } }))
  return JSON.stringify({ entries })
}

function authorization({ credentials }: Pick<Bucket, 'credentials'>, { iamRole }: CopyOptions): string {
  if (iamRole !== undefined) return iamRole === 'default' ? 'IAM_ROLE default' : `IAM_ROLE ${literal(iamRole)}`
  if (credentials?.kind !== 's3' || credentials.accessKeyId === undefined) return 'IAM_ROLE default'
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  const parts = [
    `aws_access_key_id=${accessKeyId}`,
    `aws_secret_access_key=${revealed(secretAccessKey)}`,
    ...(sessionToken === undefined ? [] : [`token=${revealed(sessionToken)}`]),
  ]
  return `CREDENTIALS ${literal(parts.join(';'))}`
}

/** Parquet files must lie in the region of the cluster, so that none can be named. */
function region({ credentials }: Pick<Bucket, 'credentials'>): readonly string[] {
  return credentials?.kind === 's3' && credentials.regionName !== undefined
    ? [`REGION AS ${literal(credentials.regionName)}`]
    : []
}

const revealed = (secret: Secret | undefined): string => (secret instanceof Secret ? secret.reveal() : '')
