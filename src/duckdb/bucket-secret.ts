import type { SqlConnection } from '../contracts/sql-connection.ts'
import { DestinationError } from '../errors/tolva-error.ts'
import type { Logger } from '../log/logger.ts'
import { quoteText } from '../sql/quote-text.ts'
import { blobEndpoint } from '../storage/azure/blob-endpoint.ts'
import type { Bucket } from '../storage/bucket/bucket.ts'
import { withBucket } from '../storage/bucket/bucket-error.ts'
import { locationOf } from '../storage/bucket/bucket-url.ts'
import type {
  AzureCredentials,
  BucketCredentials,
  GcsCredentials,
  S3Credentials,
} from '../storage/bucket/credentials.ts'
import type { RemoteUrl } from '../storage/bucket/keys-of-bucket.ts'
import { s3Keys } from '../storage/s3/s3-client.ts'
import { s3Fault } from '../storage/s3/s3-fault.ts'
import { type DuckDbExtension, loadExtension } from './load-extension.ts'

/** What a `CREATE SECRET` says, by the names of its parameters. */
type SecretParameters = Readonly<Record<string, string | boolean | undefined>>

let made = 0

/** A bucket that DuckDB reads. */
export interface BucketSecret extends AsyncDisposable {
  /** How DuckDB calls a key. */
  nameOf(key: string): string
}

/**
 * Makes the bucket's credentials known to the DuckDB that the connection is on, for its URLs only, until disposed. Undefined where
 * DuckDB cannot read such a bucket: no extension, or credentials of a kind that it does not know.
 * @throws DestinationError `bucket_secret_refused`, which shows none of them.
 */
export async function openBucketSecret(
  connection: SqlConnection,
  bucket: Bucket,
  logger: Logger,
): Promise<BucketSecret | undefined> {
  if (bucket.url.scheme === 'file') return undefined
  const found = await parametersOf(bucket.url, bucket.credentials)
  if (found === undefined || !(await loadExtension(connection, found.extension, logger))) return undefined
  // Where the native transport of the extension looks for certificates there are none on most Linux machines.
  if (found.extension === 'azure' && process.platform === 'linux') {
    await connection.execute(`SET GLOBAL azure_transport_option_type = 'curl'`)
  }
  made += 1
  const name = `tolva_bucket_${made}`
  const { scheme, bucket: bucketName, prefix } = bucket.url
  const root = `${scheme}://${bucketName}/${prefix === '' ? '' : `${prefix}/`}`
  const parameters = { ...found.parameters, SCOPE: root }
  try {
    await connection.execute(`CREATE TEMPORARY SECRET ${name} (${clauses(parameters)})`)
  } catch {
    // What DuckDB says of it repeats the statement, and the statement holds the secrets.
    throw new DestinationError(`DuckDB does not take the credentials of ${locationOf(bucket.url)}`, {
      code: 'bucket_secret_refused',
      hint: 'Check each of them for stray quotes, blanks and line breaks.',
      context: { url: locationOf(bucket.url) },
    })
  }
  return {
    nameOf: (key) => `${root}${key}`,
    async [Symbol.asyncDispose]() {
      await connection.execute(`DROP TEMPORARY SECRET IF EXISTS ${name}`)
    },
  }
}

async function parametersOf(
  url: RemoteUrl,
  credentials: BucketCredentials | undefined,
): Promise<{ readonly extension: DuckDbExtension; readonly parameters: SecretParameters } | undefined> {
  switch (url.scheme) {
    case 's3': {
      const given: S3Credentials = credentials?.kind === 's3' ? credentials : { kind: 's3' }
      const keys = await withBucket({ location: locationOf(url) }, s3Fault, () => s3Keys(given))
      return { extension: 'httpfs', parameters: s3Parameters(keys) }
    }
    case 'gs': {
      const parameters = gcsParameters(credentials?.kind === 'gcs' ? credentials : { kind: 'gcs' })
      return parameters && { extension: 'httpfs', parameters }
    }
    case 'az': {
      const given: AzureCredentials = credentials?.kind === 'azure' ? credentials : { kind: 'azure' }
      return {
        extension: 'azure',
        parameters: azureParameters({ ...given, accountName: given.accountName ?? url.account }),
      }
    }
  }
}

function s3Parameters(credentials: S3Credentials): SecretParameters {
  const endpoint = credentials.endpointUrl === undefined ? undefined : new URL(credentials.endpointUrl)
  return {
    TYPE: 's3',
    KEY_ID: credentials.accessKeyId,
    SECRET: credentials.secretAccessKey?.reveal(),
    SESSION_TOKEN: credentials.sessionToken?.reveal(),
    REGION: credentials.regionName ?? 'us-east-1',
    ENDPOINT: endpoint && `${endpoint.host}${endpoint.pathname.replace(/\/$/, '')}`,
    USE_SSL: endpoint && endpoint.protocol === 'https:',
    URL_STYLE: credentials.urlStyle ?? (endpoint && 'path'),
  }
}

/** DuckDB reads Google's storage by its interface that is compatible with S3, which knows HMAC keys only. */
function gcsParameters({ hmacKeyId, hmacSecret }: GcsCredentials): SecretParameters | undefined {
  if (hmacKeyId === undefined || hmacSecret === undefined) return undefined
  return { TYPE: 'gcs', KEY_ID: hmacKeyId, SECRET: hmacSecret.reveal() }
}

function azureParameters(credentials: Omit<AzureCredentials, 'accountName'> & { accountName: string | undefined }) {
  const { accountName = '', accountKey, sasToken, tenantId, clientId, clientSecret } = credentials
  const endpoint = blobEndpoint(accountName, credentials.accountHost)
  if (accountKey !== undefined || sasToken !== undefined) {
    const key =
      accountKey === undefined
        ? `SharedAccessSignature=${sasToken?.reveal().replace(/^\?/, '')}`
        : `AccountKey=${accountKey.reveal()}`
    return {
      TYPE: 'azure',
      CONNECTION_STRING: `DefaultEndpointsProtocol=${new URL(endpoint).protocol.slice(0, -1)};AccountName=${accountName};${key};BlobEndpoint=${endpoint};`,
    }
  }
  const named = { TYPE: 'azure', ACCOUNT_NAME: accountName }
  if (tenantId === undefined || clientId === undefined) return { ...named, PROVIDER: 'credential_chain' }
  return {
    ...named,
    PROVIDER: 'service_principal',
    TENANT_ID: tenantId,
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret?.reveal(),
  }
}

function clauses(parameters: SecretParameters): string {
  return Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${typeof value === 'boolean' ? value : literal(String(value))}`)
    .join(', ')
}

function literal(text: string): string {
  return quoteText(text)
}
