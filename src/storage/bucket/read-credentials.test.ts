import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createConfigReader } from '../../config/resolve.ts'
import { Secret } from '../../config/secret.ts'
import { parseBucketUrl } from './bucket-url.ts'
import type { BucketCredentials } from './credentials.ts'
import { readBucketCredentials } from './read-credentials.ts'

describe('the credentials of a bucket', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tolva-credentials-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  interface From {
    readonly url: string
    readonly env?: Readonly<Record<string, string>>
    readonly given?: BucketCredentials
    readonly secrets?: string
    readonly sections?: readonly string[]
  }
  let projects = 0

  async function read({ url, env = {}, given, secrets = '', sections = ['destination', 'filesystem'] }: From) {
    const projectDir = join(folder, `${projects++}`)
    await mkdir(join(projectDir, '.dlt'), { recursive: true })
    await writeFile(join(projectDir, '.dlt', 'secrets.toml'), secrets)
    const reader = createConfigReader({ projectDir, env })
    return readBucketCredentials(reader, { sections, url: parseBucketUrl(url, '/'), given })
  }

  /** With secrets as text, to compare. */
  function shown(credentials: BucketCredentials | undefined) {
    const fields = Object.entries(credentials ?? {})
    return Object.fromEntries(fields.map(([name, value]) => [name, value instanceof Secret ? value.reveal() : value]))
  }

  it('are not looked for where the place is a folder, and absent where nothing says them', async () => {
    const env = { DESTINATION__FILESYSTEM__CREDENTIALS__AWS_ACCESS_KEY_ID: 'key' }
    expect(await read({ url: '/data', env })).toBeUndefined()
    for (const url of ['s3://b', 'gs://b', 'az://c']) expect(await read({ url })).toBeUndefined()
  })

  it("of S3 stand under dlt's names", async () => {
    const credentials = await read({
      url: 's3://bucket/x',
      secrets: `
[destination.filesystem.credentials]
aws_access_key_id = "id"
aws_secret_access_key = "key"
aws_session_token = "token"
region_name = "eu-west-1"
endpoint_url = "http://127.0.0.1:7070"
s3_url_style = "path"
`,
    })
    expect(shown(credentials)).toEqual({
      kind: 's3',
      accessKeyId: 'id',
      secretAccessKey: 'key',
      sessionToken: 'token',
      regionName: 'eu-west-1',
      endpointUrl: 'http://127.0.0.1:7070',
      urlStyle: 'path',
    })
    expect(inspect(credentials)).not.toContain("'key'")
  })

  it('of a source stand in its section, and a profile is enough', async () => {
    const env = { SOURCES__FILESYSTEM__CREDENTIALS__PROFILE_NAME: 'team' }
    const credentials = await read({ url: 's3://b', env, sections: ['sources', 'filesystem'] })
    expect(credentials).toEqual({ kind: 's3', profileName: 'team' })
  })

  it('of Azure are an account with a key, a token, or a service principal', async () => {
    const secrets = (rest: string) => `[destination.filesystem.credentials]
azure_storage_account_name = "account"
azure_account_host = "account.blob.core.windows.net"
${rest}`
    const account = { kind: 'azure', accountName: 'account', accountHost: 'account.blob.core.windows.net' }
    const of = async (rest: string) => shown(await read({ url: 'az://c', secrets: secrets(rest) }))
    expect(await of('azure_storage_account_key = "k"')).toEqual({ ...account, accountKey: 'k' })
    expect(await of('azure_storage_sas_token = "t"')).toEqual({ ...account, sasToken: 't' })
    expect(await of('azure_tenant_id = "t"\nazure_client_id = "c"\nazure_client_secret = "s"')).toEqual({
      ...account,
      tenantId: 't',
      clientId: 'c',
      clientSecret: 's',
    })
    expect(await of('')).toEqual(account)
  })

  it.each([
    {
      what: 'a service account',
      json: { type: 'service_account', project_id: 'p', client_email: 'e', private_key: 'k' },
      is: { projectId: 'p', clientEmail: 'e', privateKey: 'k' },
    },
    {
      what: 'a client with a refresh token',
      json: { installed: { client_id: 'c', client_secret: 's', refresh_token: 'r' } },
      is: { clientId: 'c', clientSecret: 's', refreshToken: 'r' },
    },
  ])('of Google are $what, as JSON or field by field', async ({ json, is }) => {
    const env = { DESTINATION__FILESYSTEM__CREDENTIALS: JSON.stringify(json) }
    expect(shown(await read({ url: 'gs://b', env }))).toEqual({ kind: 'gcs', ...is })
    const fields = json.installed ?? json
    const lines = Object.entries(fields).map(([name, value]) => `${name} = "${value}"`)
    const secrets = ['[destination.filesystem.credentials]', ...lines].join('\n')
    expect(shown(await read({ url: 'gs://b', secrets }))).toEqual({ kind: 'gcs', ...is })
  })

  it.each(['not { "json', '{"private_key": "hidden"}'])(
    'of Google that are none are refused unseen: %s',
    async (text) => {
      const env = { DESTINATION__FILESYSTEM__CREDENTIALS: text }
      const error = await read({ url: 'gs://b', env }).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'bad_credentials' })
      expect(inspect(error)).not.toContain(text)
    },
  )

  it('of which half is missing are an error that names the other half', async () => {
    const env = { DESTINATION__FILESYSTEM__CREDENTIALS__AWS_ACCESS_KEY_ID: 'id' }
    await expect(read({ url: 's3://b', env })).rejects.toMatchObject({
      code: 'missing_config',
      message: expect.stringContaining('DESTINATION__FILESYSTEM__CREDENTIALS__AWS_SECRET_ACCESS_KEY'),
    })
    const tenant = { DESTINATION__FILESYSTEM__CREDENTIALS__AZURE_TENANT_ID: 't' }
    await expect(read({ url: 'az://c', env: tenant })).rejects.toMatchObject({
      message: expect.stringMatching(/^azure_client_id, azure_client_secret are not configured/),
    })
  })

  it('of the code win, and keep keys of the configuration out', async () => {
    const prefix = 'DESTINATION__FILESYSTEM__CREDENTIALS__'
    const env = {
      [`${prefix}AWS_ACCESS_KEY_ID`]: 'other',
      [`${prefix}AWS_SECRET_ACCESS_KEY`]: 'other',
      [`${prefix}AWS_SESSION_TOKEN`]: 'other',
      [`${prefix}REGION_NAME`]: 'eu-west-1',
      [`${prefix}ENDPOINT_URL`]: 'http://other',
    }
    const given = {
      kind: 's3',
      accessKeyId: 'mine',
      secretAccessKey: new Secret('mine'),
      endpointUrl: 'http://mine',
    } as const
    expect(shown(await read({ url: 's3://b', env, given }))).toEqual({
      kind: 's3',
      accessKeyId: 'mine',
      secretAccessKey: 'mine',
      endpointUrl: 'http://mine',
      regionName: 'eu-west-1',
    })
  })

  it('with a style of URL that there is not are refused', async () => {
    const env = { DESTINATION__FILESYSTEM__CREDENTIALS__S3_URL_STYLE: 'round' }
    await expect(read({ url: 's3://b', env })).rejects.toMatchObject({ code: 'bad_value' })
  })
})
