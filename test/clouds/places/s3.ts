import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { goInstall } from '../../../scripts/go-install.mjs'
import { Secret } from '../../../src/config/secret.ts'
import type { S3Credentials } from '../../../src/storage/bucket/credentials.ts'
import { freePort } from '../../free-port.ts'
import { credentialVariables, type Place } from './place.ts'
import { serverProcess } from './server-process.ts'

const KEY = 'tolva-access-key'
const SECRET = 'tolva+secret/key='
const REGION = 'eu-central-1'

export interface S3Place extends Place<S3Credentials> {
  /** Where the gateway keeps its buckets, an object a file: what is there without asking it. */
  readonly folder: string
}

/** A gateway of S3's protocol over a folder, which checks signatures, with the bucket `s3://tolva-test`. */
export async function s3Place(): Promise<S3Place> {
  const folder = await mkdtemp(join(tmpdir(), 'tolva-s3-'))
  const port = await freePort()
  await mkdir(join(folder, 'buckets'))
  const server = serverProcess({
    program: goInstall('versitygw'),
    args: ['--port', `127.0.0.1:${port}`, '--region', REGION, 'posix', join(folder, 'buckets')],
    env: { ROOT_ACCESS_KEY: KEY, ROOT_SECRET_KEY: SECRET },
    port,
    log: join(folder, 'log'),
  })
  await server.start()
  const endpoint = `http://127.0.0.1:${port}`
  const client = new S3Client({
    endpoint,
    region: REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: KEY, secretAccessKey: SECRET },
  })
  const makeBucket = async (name: string) => {
    await client.send(new CreateBucketCommand({ Bucket: name }))
    return `s3://${name}`
  }
  return {
    bucketUrl: await makeBucket('tolva-test'),
    folder: join(folder, 'buckets'),
    endpoint,
    credentials: {
      kind: 's3',
      accessKeyId: KEY,
      secretAccessKey: new Secret(SECRET),
      regionName: REGION,
      endpointUrl: endpoint,
    },
    env: credentialVariables({
      aws_access_key_id: KEY,
      aws_secret_access_key: SECRET,
      region_name: REGION,
      endpoint_url: endpoint,
      s3_url_style: 'path',
    }),
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
