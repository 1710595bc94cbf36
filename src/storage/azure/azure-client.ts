import type { ContainerClient } from '@azure/storage-blob'
import { ConfigError } from '../../errors/tolva-error.ts'
import { locationOf } from '../bucket/bucket-url.ts'
import type { AzureCredentials } from '../bucket/credentials.ts'
import type { RemoteUrl } from '../bucket/keys-of-bucket.ts'
import { loadSdk } from '../bucket/load-sdk.ts'
import { blobEndpoint } from './blob-endpoint.ts'

const TRIES = 5
const TRY_MS = 120_000
const SHORTEST_WAIT_MS = 500
const LONGEST_WAIT_MS = 10_000

/**
 * A container, opened with the account's key, a token in the URL, a service principal, or else what the SDK finds (environment,
 * managed identity, Azure's command line).
 * @throws ConfigError `no_account`, `missing_package`.
 */
export async function azureContainer(url: RemoteUrl, credentials: AzureCredentials): Promise<ContainerClient> {
  const accountName = credentials.accountName ?? url.account
  if (accountName === undefined) {
    throw new ConfigError(`the storage account of ${locationOf(url)} is not known`, {
      code: 'no_account',
      hint: 'Set azure_storage_account_name in the credentials, or write abfss://container@account.dfs.core.windows.net/folder.',
      context: { url: locationOf(url) },
    })
  }
  const sdk = await loadSdk('Azure Blob Storage', '@azure/storage-blob', () => import('@azure/storage-blob'))
  const options = {
    retryOptions: {
      maxTries: TRIES,
      tryTimeoutInMs: TRY_MS,
      retryDelayInMs: SHORTEST_WAIT_MS,
      maxRetryDelayInMs: LONGEST_WAIT_MS,
    },
  }
  const endpoint = blobEndpoint(accountName, credentials.accountHost)
  const service = await (async () => {
    const { accountKey, sasToken } = credentials
    if (accountKey !== undefined) {
      const shared = new sdk.StorageSharedKeyCredential(accountName, accountKey.reveal())
      return new sdk.BlobServiceClient(endpoint, shared, options)
    }
    if (sasToken !== undefined) {
      const token = sasToken.reveal().replace(/^\?/, '')
      return new sdk.BlobServiceClient(`${endpoint}?${token}`, new sdk.AnonymousCredential(), options)
    }
    return new sdk.BlobServiceClient(endpoint, await identityOf(credentials), options)
  })()
  return service.getContainerClient(url.bucket)
}

async function identityOf({ tenantId, clientId, clientSecret }: AzureCredentials) {
  const identity = await loadSdk('Azure Blob Storage', '@azure/identity', () => import('@azure/identity'))
  if (tenantId !== undefined && clientId !== undefined && clientSecret !== undefined) {
    return new identity.ClientSecretCredential(tenantId, clientId, clientSecret.reveal())
  }
  return new identity.DefaultAzureCredential()
}
