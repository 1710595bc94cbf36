import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Storage } from '@google-cloud/storage'
import { goInstall } from '../../../scripts/go-install.mjs'
import type { GcsCredentials } from '../../../src/storage/bucket/credentials.ts'
import { freePort } from '../../free-port.ts'
import { credentialVariables, type Place } from './place.ts'
import { serverProcess } from './server-process.ts'

const PROJECT = 'tolva-project'

/** A server of Google Cloud Storage's protocol over a folder, with the bucket `gs://tolva-test`. */
export async function gcsPlace(): Promise<Place<GcsCredentials>> {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-gcs-'))
  const port = await freePort()
  const root = join(folder, 'buckets')
  await mkdir(root)
  const endpoint = `http://127.0.0.1:${port}`
  const server = serverProcess({
    program: goInstall('fake-gcs-server'),
    args: [
      ...['-scheme', 'http', '-host', '127.0.0.1', '-port', String(port), '-public-host', `127.0.0.1:${port}`],
      ...['-external-url', endpoint, '-backend', 'filesystem', '-filesystem-root', root],
    ],
    port,
    log: join(folder, 'log'),
  })
  await server.start()
  const client = new Storage({ apiEndpoint: endpoint, projectId: PROJECT })
  const makeBucket = async (name: string) => {
    await client.createBucket(name)
    return `gs://${name}`
  }
  return {
    bucketUrl: await makeBucket('tolva-test'),
    endpoint,
    credentials: { kind: 'gcs', projectId: PROJECT, endpointUrl: endpoint },
    env: credentialVariables({ project_id: PROJECT, endpoint_url: endpoint }),
    makeBucket,
    ...server,
    async restart() {
      await server.stop()
      await server.start()
    },
    async [Symbol.asyncDispose]() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
