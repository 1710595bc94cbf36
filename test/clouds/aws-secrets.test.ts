import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import {
  CreateSecretCommand,
  type CreateSecretCommandInput,
  DeleteSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createConfigReader } from '../../src/config/resolve.ts'
import { Secret } from '../../src/config/secret.ts'
import { awsSecrets } from '../../src/config/vaults/index.ts'
import { shown } from '../http/loopback.ts'
import { type MotoPlace, motoPlace } from './places/moto.ts'

const KEY = 'AKIAPL4NTED'
const SECRET_KEY = 'pl4nted-secret-key'
let place: MotoPlace
let admin: SecretsManagerClient

beforeAll(async () => {
  place = await motoPlace()
  const credentials = { accessKeyId: KEY, secretAccessKey: SECRET_KEY }
  admin = new SecretsManagerClient({ endpoint: place.endpoint, region: 'eu-central-1', credentials })
  await put({ Name: 'dlt/sources/shop', SecretString: '[sources.shop]\napi_key = "from a section"' })
  await put({ Name: 'dlt/p/sources', SecretString: '[p.sources.toys]\napi_key = "of the pipeline"' })
  await put({ Name: 'dlt/destination/pg/credentials', SecretString: '{"host": "db", "password": "from RDS"}' })
  await put({ Name: 'dlt/sources/binary/api_key', SecretBinary: new TextEncoder().encode('from bytes') })
  await put({ Name: 'dlt/sources/bytes/api_key', SecretBinary: new Uint8Array([0xff, 0xfe]) })
  await put({ Name: 'dlt/sources/gone/api_key', SecretString: 'deleted' })
  await admin.send(new DeleteSecretCommand({ SecretId: 'dlt/sources/gone/api_key' }))
  await put({ Name: 'other/sources/elsewhere/api_key', SecretString: 'of another prefix' })
})
afterAll(() => place[Symbol.asyncDispose]())

const put = (input: CreateSecretCommandInput) => admin.send(new CreateSecretCommand(input))

function variables(more: Readonly<Record<string, string>> = {}) {
  const at = 'PROVIDERS__AWS_SECRETS__'
  return {
    HOME: '/nowhere',
    PROVIDERS__ENABLE_AWS_SECRETS: 'true',
    [`${at}CREDENTIALS__AWS_ACCESS_KEY_ID`]: KEY,
    [`${at}CREDENTIALS__AWS_SECRET_ACCESS_KEY`]: SECRET_KEY,
    [`${at}CREDENTIALS__REGION_NAME`]: 'eu-central-1',
    [`${at}CREDENTIALS__ENDPOINT_URL`]: place.endpoint,
    ...Object.fromEntries(Object.entries(more).map(([name, value]) => [`${at}${name}`, value])),
  }
}

const reader = (more: Readonly<Record<string, string>> = {}) =>
  createConfigReader({ projectDir: '/nowhere', env: variables(more), pipelineName: 'p' })

const keyOf = (source: string) => ({ sections: ['sources', source], field: 'api_key', secret: true, required: true })

describe('AWS Secrets Manager', () => {
  test('gives values from the documents that dlt reads', async () => {
    expect(await reader().read(keyOf('shop'))).toEqual(new Secret('from a section'))
    expect(await reader().read(keyOf('toys'))).toEqual(new Secret('of the pipeline'))
  })

  test('gives dlt the same', async () => {
    const script = 'import dlt; print(dlt.secrets["sources.shop.api_key"], dlt.secrets["p.sources.toys.api_key"])'
    // Its own endpoint_url is that of buckets only.
    const env = { ...variables(), AWS_ENDPOINT_URL: place.endpoint, RUNTIME__DLTHUB_TELEMETRY: 'false' }
    const { stdout } = await promisify(execFile)(place.python, ['-c', script], { env, cwd: '/' })
    expect(stdout.trim()).toBe('from a section of the pipeline')
  })

  test('gives single secrets, texts and bytes, where only_toml_fragments is off', async () => {
    const one = reader({ ONLY_TOML_FRAGMENTS: 'false' })
    expect(await one.read(keyOf('binary'))).toEqual(new Secret('from bytes'))
    const password = { sections: ['destination', 'pg'], embedded: ['credentials'], secret: true, required: true }
    expect(await one.read({ ...password, field: 'password' })).toEqual(new Secret('from RDS'))
    expect(await one.read({ ...password, field: 'host', secret: false })).toBe('db')
  })

  test('has nothing where a secret is being deleted, or holds bytes that are no text', async () => {
    const one = reader({ ONLY_TOML_FRAGMENTS: 'false' })
    await expect(one.read(keyOf('gone'))).rejects.toThrow('  AWS Secrets Manager: dlt/sources/gone/api_key\n')
    await expect(one.read(keyOf('bytes'))).rejects.toThrow(
      'dlt/sources/bytes/api_key (refused: it holds bytes that are no text)',
    )
  })

  test('is listed under its prefix', async () => {
    const settings = { LIST_SECRETS: 'true', ONLY_TOML_FRAGMENTS: 'false' }
    expect(await reader(settings).read(keyOf('shop'))).toEqual(new Secret('from a section'))
    await expect(reader(settings).read(keyOf('elsewhere'))).rejects.toMatchObject({ code: 'missing_config' })
    const other = { ...settings, SECRET_NAME_PREFIX: 'other/' }
    expect(await reader(other).read(keyOf('elsewhere'))).toEqual(new Secret('of another prefix'))
  })

  test('is named in code as well', async () => {
    const vault = awsSecrets({
      accessKeyId: KEY,
      secretAccessKey: new Secret(SECRET_KEY),
      region: 'eu-central-1',
      endpoint: place.endpoint,
    })
    const env = { HOME: '/nowhere' }
    const one = createConfigReader({ projectDir: '/nowhere', env, providers: [vault] })
    expect(await one.read(keyOf('shop'))).toEqual(new Secret('from a section'))
  })

  test('that is down is an error with its name, the secret’s and what to do, and is asked again', async () => {
    const one = reader()
    await place.stop()
    const error = await one.read(keyOf('shop')).catch((thrown: unknown) => thrown)
    await place.start()
    expect(error).toMatchObject({
      code: 'vault_unreachable',
      message: expect.stringMatching(
        /^AWS Secrets Manager could not be asked for dlt\/dlt_secrets_toml: .*ECONNREFUSED/,
      ),
      hint: expect.stringContaining('enable_aws_secrets = false'),
    })
    expect(shown(error)).not.toContain('pl4nted')
    // moto forgets what it held.
    await expect(one.read(keyOf('shop'))).rejects.toMatchObject({ code: 'missing_config' })
  })

  test('needs a region', async () => {
    const { PROVIDERS__AWS_SECRETS__CREDENTIALS__REGION_NAME: _, ...env } = variables()
    const run = createConfigReader({ projectDir: '/nowhere', env: { ...env } }).read(keyOf('shop'))
    await expect(run).rejects.toMatchObject({
      message: 'AWS Secrets Manager could not be asked for dlt/dlt_secrets_toml: no region is configured',
    })
  })
})
