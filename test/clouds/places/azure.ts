import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob'
import { Secret } from '../../../src/config/secret.ts'
import type { AzureCredentials } from '../../../src/storage/bucket/credentials.ts'
import { freePort } from '../../free-port.ts'
import { credentialVariables, type Place } from './place.ts'
import { serverProcess } from './server-process.ts'

const ACCOUNT = 'devstoreaccount1'
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

/** A server of Azure's blob protocol over a folder, with the container `az://tolva-test`. */
export async function azurePlace(): Promise<Place<AzureCredentials>> {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-azure-'))
  const port = await freePort()
  const server = serverProcess({
    program: process.execPath,
    args: [
      createRequire(import.meta.url).resolve('azurite/dist/src/blob/main.js'),
      ...['--silent', '--location', folder, '--blobHost', '127.0.0.1', '--blobPort', String(port)],
      ...['--skipApiVersionCheck', '--disableTelemetry'],
    ],
    port,
    log: join(folder, 'log'),
  })
  await server.start()
  const endpoint = `http://127.0.0.1:${port}/${ACCOUNT}`
  const client = new BlobServiceClient(endpoint, new StorageSharedKeyCredential(ACCOUNT, KEY))
  const makeBucket = async (name: string) => {
    await client.getContainerClient(name).create()
    return `az://${name}`
  }
  // It keeps the names of its blobs in memory and writes them down when it ends in order: without them the blobs are lost.
  const stop = () => server.stop('fast')
  return {
    bucketUrl: await makeBucket('tolva-test'),
    endpoint,
    credentials: { kind: 'azure', accountName: ACCOUNT, accountKey: new Secret(KEY), accountHost: endpoint },
    env: credentialVariables({
      azure_storage_account_name: ACCOUNT,
      azure_storage_account_key: KEY,
      azure_account_host: endpoint,
    }),
    makeBucket,
    pid: server.pid,
    start: server.start,
    stop,
    async restart() {
      await stop()
      await server.start()
    },
    async [Symbol.asyncDispose]() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
