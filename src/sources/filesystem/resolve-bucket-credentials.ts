import { Secret } from '../../config/secret.ts'
import type { ConfigReader } from '../../contracts/resource.ts'
import { parseBucketUrl } from '../../storage/bucket/bucket-url.ts'
import type { BucketCredentials } from '../../storage/bucket/credentials.ts'

type Kind = BucketCredentials['kind']

/** Field of a kind of credentials → dlt's name, and whether it is a secret. */
type Fields = Readonly<Record<string, readonly [string, boolean]>>

const FIELDS: Readonly<Record<Kind, Fields>> = {
  s3: {
    accessKeyId: ['aws_access_key_id', false],
    secretAccessKey: ['aws_secret_access_key', true],
    sessionToken: ['aws_session_token', true],
    profileName: ['profile_name', false],
    regionName: ['region_name', false],
    endpointUrl: ['endpoint_url', false],
  },
  gcs: {
    projectId: ['project_id', false],
    clientEmail: ['client_email', false],
    privateKey: ['private_key', true],
    refreshToken: ['refresh_token', true],
    clientId: ['client_id', false],
    clientSecret: ['client_secret', true],
    endpointUrl: ['endpoint_url', false],
  },
  azure: {
    accountName: ['azure_storage_account_name', false],
    accountKey: ['azure_storage_account_key', true],
    sasToken: ['azure_storage_sas_token', true],
    tenantId: ['azure_tenant_id', false],
    clientId: ['azure_client_id', false],
    clientSecret: ['azure_client_secret', true],
    accountHost: ['azure_account_host', false],
  },
}

const KINDS = { s3: 's3', gs: 'gcs', az: 'azure' } as const

/** Credentials of a bucket from `[sources.<name>.credentials]`; undefined: the vendor's own tools find some. */
export async function resolveBucketCredentials(
  reader: ConfigReader,
  { sections, bucketUrl }: { readonly sections: readonly string[]; readonly bucketUrl: string },
): Promise<BucketCredentials | undefined> {
  const { scheme } = parseBucketUrl(bucketUrl, process.cwd())
  if (scheme === 'file') return undefined
  const kind = KINDS[scheme]
  const found: Record<string, unknown> = {}
  for (const [name, [field, isSecret]] of Object.entries(FIELDS[kind])) {
    const value = await reader.read({ sections, embedded: ['credentials'], field, secret: isSecret, required: false })
    if (value !== undefined) found[name] = isSecret ? value : value instanceof Secret ? value.reveal() : String(value)
  }
  const credentials = { kind, ...found }
  return Object.keys(found).length > 0 && isCredentials(credentials) ? credentials : undefined
}

/** Only fields of its kind were looked up. */
function isCredentials(value: { readonly kind: Kind }): value is BucketCredentials {
  return value.kind in FIELDS
}
