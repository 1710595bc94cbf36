import { MissingConfigError, type MissingField } from '../../config/missing-config-error.ts'
import type { TracedConfigReader } from '../../config/resolve.ts'
import { Secret } from '../../config/secret.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { BucketUrl } from './bucket-url.ts'
import type { AzureCredentials, BucketCredentials, GcsCredentials, S3Credentials } from './credentials.ts'
import { googleKeyFile } from './google-key-file.ts'

export interface CredentialPlace {
  /** `['destination', 'filesystem']`, `['sources', 'filesystem']`. */
  readonly sections: readonly string[]
  readonly url: BucketUrl
  /** Of the code: each field wins, and where it has keys of its own, those of the configuration are not looked for. */
  readonly given?: BucketCredentials | undefined
}

/**
 * The credentials of a bucket in dlt's places and names: `[destination.filesystem.credentials] aws_access_key_id = …`. Undefined:
 * nothing is configured, and the vendor's SDK looks in its own places.
 * @throws MissingConfigError where a key lacks its other half; ConfigError `secret_in_config`, `bad_credentials`.
 */
export async function readBucketCredentials(
  reader: TracedConfigReader,
  { sections, url, given }: CredentialPlace,
): Promise<BucketCredentials | undefined> {
  const look = lookUnder(reader, sections)
  switch (url.scheme) {
    case 'file':
      return undefined
    case 's3':
      return something<S3Credentials>(await s3Credentials(look, given?.kind === 's3' ? given : { kind: 's3' }))
    case 'az':
      return something<AzureCredentials>(
        await azureCredentials(look, given?.kind === 'azure' ? given : { kind: 'azure' }),
      )
    case 'gs':
      return something<GcsCredentials>(await gcsCredentials(look, given?.kind === 'gcs' ? given : { kind: 'gcs' }))
  }
}

interface Look {
  text(field: string): Promise<string | undefined>
  secret(field: string): Promise<Secret | undefined>
  /** What stands for all fields at once: JSON as Google gives it out. */
  whole(): Promise<Secret | undefined>
  /** @throws MissingConfigError that names those of the fields that are absent, if not all are. */
  together(fields: Readonly<Record<string, string | Secret | undefined>>): Promise<void>
}

async function s3Credentials(look: Look, given: S3Credentials): Promise<S3Credentials> {
  const hasKeys = (given.accessKeyId ?? given.profileName) !== undefined
  const access = hasKeys ? {} : await s3Access(look)
  const regionName = given.regionName ?? (await look.text('region_name'))
  const endpointUrl = given.endpointUrl ?? (await look.text('endpoint_url'))
  const urlStyle = given.urlStyle ?? urlStyleOf(await look.text('s3_url_style'))
  return { ...access, ...defined({ regionName, endpointUrl, urlStyle }), ...given }
}

async function s3Access(look: Look) {
  const accessKeyId = await look.text('aws_access_key_id')
  const secretAccessKey = await look.secret('aws_secret_access_key')
  await look.together({ aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey })
  const sessionToken = await look.secret('aws_session_token')
  return defined({ accessKeyId, secretAccessKey, sessionToken, profileName: await look.text('profile_name') })
}

function urlStyleOf(text: string | undefined): 'path' | 'vhost' | undefined {
  if (text === undefined || text === 'path' || text === 'vhost') return text
  throw new ConfigError('s3_url_style is none that there is', { code: 'bad_value', hint: 'Set it to path or vhost.' })
}

async function azureCredentials(look: Look, given: AzureCredentials): Promise<AzureCredentials> {
  const hasKeys = (given.accountKey ?? given.sasToken ?? given.clientId) !== undefined
  const access = hasKeys ? {} : await azureAccess(look)
  const accountName = given.accountName ?? (await look.text('azure_storage_account_name'))
  const accountHost = given.accountHost ?? (await look.text('azure_account_host'))
  return { ...access, ...defined({ accountName, accountHost }), ...given }
}

async function azureAccess(look: Look) {
  const accountKey = await look.secret('azure_storage_account_key')
  const sasToken = await look.secret('azure_storage_sas_token')
  const tenantId = await look.text('azure_tenant_id')
  const clientId = await look.text('azure_client_id')
  const clientSecret = await look.secret('azure_client_secret')
  await look.together({ azure_tenant_id: tenantId, azure_client_id: clientId, azure_client_secret: clientSecret })
  return defined({ accountKey, sasToken, tenantId, clientId, clientSecret })
}

async function gcsCredentials(look: Look, given: GcsCredentials): Promise<GcsCredentials> {
  const hasKeys = (given.privateKey ?? given.refreshToken) !== undefined
  const access = hasKeys ? {} : await gcsAccess(look)
  const projectId = given.projectId ?? (await look.text('project_id'))
  const endpointUrl = given.endpointUrl ?? (await look.text('endpoint_url'))
  const hmacKeyId = given.hmacKeyId ?? (await look.text('hmac_key_id'))
  const hmacSecret = given.hmacSecret ?? (await look.secret('hmac_secret'))
  await look.together({ hmac_key_id: hmacKeyId, hmac_secret: hmacSecret })
  return { ...defined({ projectId, endpointUrl, hmacKeyId, hmacSecret }), ...access, ...given }
}

async function gcsAccess(look: Look) {
  const whole = await look.whole()
  if (whole !== undefined) return googleKeyFile(whole)
  const clientEmail = await look.text('client_email')
  const privateKey = await look.secret('private_key')
  await look.together({ client_email: clientEmail, private_key: privateKey })
  const clientId = await look.text('client_id')
  const clientSecret = await look.secret('client_secret')
  const refreshToken = await look.secret('refresh_token')
  await look.together({ client_id: clientId, client_secret: clientSecret, refresh_token: refreshToken })
  return defined({ clientEmail, privateKey, clientId, clientSecret, refreshToken })
}

function lookUnder(reader: TracedConfigReader, sections: readonly string[]): Look {
  const request = (field: string, secret: boolean) => ({
    sections,
    embedded: ['credentials'],
    field,
    secret,
    required: false,
  })
  return {
    async text(field) {
      const value = await reader.read(request(field, false))
      return value === undefined || value === null || value === '' ? undefined : String(value)
    },
    async secret(field) {
      const value = await reader.read(request(field, true))
      return value instanceof Secret && value.reveal() !== '' ? value : undefined
    },
    async whole() {
      // A table under the same name holds the fields, some of which are no secret.
      const found = await reader.lookUp({ sections, field: 'credentials', secret: false, required: false })
      if (found.value !== undefined && typeof found.value !== 'string') return undefined
      const value = await reader.read({ sections, field: 'credentials', secret: true, required: false })
      return value instanceof Secret && value.reveal() !== '' ? value : undefined
    },
    async together(fields) {
      const absent = Object.keys(fields).filter((name) => fields[name] === undefined)
      if (absent.length === 0 || absent.length === Object.keys(fields).length) return
      const missing: MissingField[] = []
      for (const field of absent) {
        const isSecret = /secret|key$|token/.test(field)
        missing.push((await reader.lookUp(request(field, isSecret))).missing)
      }
      throw new MissingConfigError(missing, await reader.files())
    },
  }
}

function defined<T extends object>(fields: T): { [Name in keyof T]?: Exclude<T[Name], undefined> }
function defined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function something<T extends BucketCredentials>(credentials: T): T | undefined {
  return Object.keys(credentials).length > 1 ? credentials : undefined
}
