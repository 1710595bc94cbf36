import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ChatbotProject, type ChatbotTables, chatbotProject } from '../chatbot/chatbot-project.ts'
import { NO_POSTGRES } from '../postgres/database.ts'
import type { Access } from '../redshift/copied.ts'
import { redshiftDatabase } from '../redshift/database.ts'
import { CLOUDS } from './places/clouds.ts'
import type { Place } from './places/place.ts'
import { s3Place } from './places/s3.ts'
import { usePlace } from './places/use-place.ts'

const USERS = 90
let project: ChatbotProject
let expected: ChatbotTables

beforeAll(async () => {
  project = await chatbotProject(USERS)
  await project.run(['chatbot.yaml'])
  expected = await project.tables()
})
afterAll(() => project[Symbol.asyncDispose]())

describe('the ChatBot example in Redshift', () => {
  const place = usePlace(s3Place)

  test('is the same as in DuckDB, by --destination and --staging alone', async (context) => {
    await using redshift = await redshiftDatabase({ getObject: (url, access) => readObject(place(), url, access) })
    if (redshift === undefined) return context.skip(NO_POSTGRES)
    const env = {
      ...place().env,
      DESTINATION__FILESYSTEM__BUCKET_URL: `${place().bucketUrl}/staged`,
      DESTINATION__REDSHIFT__CREDENTIALS: redshift.url,
    }
    await project.run(['chatbot.yaml', '--destination', 'redshift', '--staging', 'filesystem'], env)
    expect(await project.tables(env)).toEqual(expected)
    expect(redshift.statements.filter((sql) => /^COPY .*users/.test(sql))).toHaveLength(1)
  })
})

/** As whoever the COPY names: the gateway checks the signature. */
async function readObject({ endpoint }: Place, address: string, access: Access): Promise<Buffer> {
  if ('role' in access) throw new Error('S3ServiceException:Access Denied,Status 403')
  const { hostname, pathname } = new URL(address)
  const credentials = { accessKeyId: access.keyId, secretAccessKey: access.secret }
  const client = new S3Client({ endpoint, region: 'eu-central-1', forcePathStyle: true, credentials })
  const { Body } = await client.send(
    new GetObjectCommand({ Bucket: hostname, Key: decodeURIComponent(pathname.slice(1)) }),
  )
  return Buffer.from((await Body?.transformToByteArray()) ?? [])
}

describe.each(CLOUDS)('the ChatBot example in $name', ({ open }) => {
  const place = usePlace(open)

  test('is the same as in DuckDB, by --destination alone', async () => {
    const env = { ...place().env, DESTINATION__FILESYSTEM__BUCKET_URL: `${place().bucketUrl}/lake` }
    const text = await project.run(['chatbot.yaml', '--destination', 'filesystem'], env)
    expect(text).toContain('loaded to destination filesystem and into dataset chatbot_data')
    expect(expected.users).toHaveLength(USERS)
    expect(await project.tables(env)).toEqual(expected)
  })
})
