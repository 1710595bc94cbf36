import type * as S3 from '@aws-sdk/client-s3'
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3'
import { Secret } from '../../config/secret.ts'
import type { S3Credentials } from '../bucket/credentials.ts'
import { loadSdk } from '../bucket/load-sdk.ts'

export type S3Sdk = typeof S3

/** Where there is no region at all, as other tools assume it. */
const DEFAULT_REGION = 'us-east-1'
const ATTEMPTS = 5
const CONNECT_MS = 10_000
/** Nothing is said for so long: the connection has died. */
const SILENT_MS = 60_000

/** The SDK. @throws ConfigError `missing_package`. */
export function s3Sdk(): Promise<S3Sdk> {
  return loadSdk('S3 buckets', '@aws-sdk/client-s3 @aws-sdk/lib-storage', () => import('@aws-sdk/client-s3'))
}

/** A client; what the credentials do not say, the SDK finds in the environment, the profile or the role of the machine. */
export async function s3Client(
  credentials: S3Credentials,
): Promise<{ readonly sdk: S3Sdk; readonly client: S3Client }> {
  const sdk = await s3Sdk()
  const config = configOf(credentials)
  const client = new sdk.S3Client(config)
  if (config.region !== undefined || (await hasRegion(client))) return { sdk, client }
  return { sdk, client: new sdk.S3Client({ ...config, region: DEFAULT_REGION }) }
}

/** The credentials with the keys that the SDK finds where none are given: for others who have no SDK. */
export async function s3Keys(credentials: S3Credentials): Promise<S3Credentials> {
  if (credentials.accessKeyId !== undefined && credentials.secretAccessKey !== undefined) return credentials
  const { client } = await s3Client(credentials)
  const found = await client.config.credentials()
  const region = credentials.regionName ?? (await client.config.region())
  return {
    ...credentials,
    accessKeyId: found.accessKeyId,
    secretAccessKey: new Secret(found.secretAccessKey),
    ...(found.sessionToken !== undefined && { sessionToken: new Secret(found.sessionToken) }),
    regionName: region,
  }
}

function configOf(credentials: S3Credentials): S3ClientConfig {
  const { accessKeyId, secretAccessKey, sessionToken, profileName, regionName, endpointUrl } = credentials
  const urlStyle = credentials.urlStyle ?? (endpointUrl === undefined ? 'vhost' : 'path')
  return {
    maxAttempts: ATTEMPTS,
    followRegionRedirects: true,
    forcePathStyle: urlStyle === 'path',
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENT_MS },
    ...(accessKeyId !== undefined &&
      secretAccessKey !== undefined && {
        credentials: {
          accessKeyId,
          secretAccessKey: secretAccessKey.reveal(),
          ...(sessionToken !== undefined && { sessionToken: sessionToken.reveal() }),
        },
      }),
    ...(profileName !== undefined && { profile: profileName }),
    ...(regionName !== undefined && { region: regionName }),
    // Services that are only compatible know no checksums but the old ones.
    ...(endpointUrl !== undefined && {
      endpoint: endpointUrl,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
  }
}

async function hasRegion(client: S3Client): Promise<boolean> {
  return client.config.region().then(
    () => true,
    () => false,
  )
}
