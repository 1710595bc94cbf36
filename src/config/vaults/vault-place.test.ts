import { describe, expect, test } from 'vitest'
import { explainKey, explanationLines } from '../explain.ts'
import { type ConfigReaderOptions, createConfigReader } from '../resolve.ts'
import { Secret } from '../secret.ts'
import type { Vault, VaultAnswer } from './vault.ts'

/** A vault in memory that counts what it is asked. */
function memoryVault(texts: Readonly<Record<string, string | VaultAnswer>>, more: Partial<Vault> = {}) {
  const asked: string[] = []
  const vault: Vault = {
    name: 'Memory',
    onlySecrets: true,
    onlyTomlFragments: false,
    listSecrets: false,
    keyOf: (path) => path.join('-'),
    async read(key) {
      asked.push(key)
      const text = texts[key]
      return typeof text === 'string' ? { text } : text
    },
    list: async () => new Set(Object.keys(texts)),
    ...more,
  }
  return { vault, asked }
}

function reader(vault: Vault, options: Partial<ConfigReaderOptions> = {}) {
  return createConfigReader({ projectDir: '/nowhere', env: { HOME: '/nowhere' }, providers: [vault], ...options })
}

const API_KEY = { sections: ['sources', 'shop'], field: 'api_key', secret: true, required: true }
const HOST = {
  sections: ['destination', 'pg'],
  embedded: ['credentials'],
  field: 'host',
  secret: false,
  required: false,
}

async function read(texts: Readonly<Record<string, string>>, request: object = API_KEY) {
  const value = await reader(memoryVault(texts).vault).read({ ...API_KEY, ...request })
  return value instanceof Secret ? value.reveal() : value
}

describe('what a secret of a vault holds', () => {
  test.each([
    ['a whole secrets.toml', { dlt_secrets_toml: '[sources.shop]\napi_key = "k"' }],
    ['a section of it, with its headings', { 'sources-shop': '[sources.shop]\napi_key = "k"' }],
    ['a section of it, without them', { 'sources-shop': 'api_key = "k"' }],
    ['a section as JSON', { 'sources-shop': '{"api_key": "k"}' }],
    ['a section as YAML', { sources: 'shop:\n  api_key: k\n' }],
    ['the value', { 'sources-shop-api_key': 'k' }],
    ['the value, with the line break that echo leaves', { 'sources-shop-api_key': 'k\n' }],
    ['the value of a section above', { 'sources-api_key': 'k' }],
    ['the value for all', { api_key: 'k' }],
  ])('may be %s', async (_, texts) => {
    expect(await read(texts)).toBe('k')
  })

  test('may be a table of credentials, whose parts are found one by one', async () => {
    const texts = { 'destination-pg-credentials': '{"host": "db", "password": "p"}' }
    expect(await read(texts, HOST)).toBe('db')
    const credentials = { sections: ['destination', 'pg'], field: 'credentials', secret: true, required: true }
    expect(await reader(memoryVault(texts).vault).read(credentials)).toEqual({
      host: new Secret('db'),
      password: new Secret('p'),
    })
  })

  test('is taken as it is where it only looks like a document', async () => {
    expect(await read({ 'sources-shop-api_key': 'a = 1' })).toBe('a = 1')
    expect(await read({ 'sources-shop-api_key': 'user: pass' })).toBe('user: pass')
  })

  test('is of the strongest where several have the value', async () => {
    const own = { 'sources-shop': 'api_key = "own"', sources: '[shop]\napi_key = "all"', 'sources-shop-api_key': 'one' }
    expect(await read(own)).toBe('own')
    expect(await read({ ...own, dlt_secrets_toml: '[sources.shop]\napi_key = "whole"' })).toBe('whole')
  })

  test('is never quoted where it should be a document and is none', async () => {
    const run = read({ dlt_secrets_toml: 'pl4nted' })
    await expect(run).rejects.toMatchObject({
      code: 'bad_vault_document',
      message: 'dlt_secrets_toml in Memory is neither TOML nor JSON',
    })
    expect(JSON.stringify(await run.catch((error: unknown) => `${error}`))).not.toContain('pl4nted')
  })
})

describe('a vault is asked', () => {
  test('after environment and files, and never for what they have', async () => {
    const { vault, asked } = memoryVault({ 'sources-shop-api_key': 'vault' })
    const value = await reader(vault, { env: { HOME: '/nowhere', API_KEY: 'env' } }).read(API_KEY)
    expect(value instanceof Secret && value.reveal()).toBe('env')
    expect(asked).toEqual([])
  })

  test('once for each secret, whatever looks there and however many look at the same time', async () => {
    const { vault, asked } = memoryVault({ sources: '[shop]\napi_key = "k"' })
    const one = reader(vault, { pipelineName: 'p' })
    await Promise.all([one.read(API_KEY), one.read(API_KEY), one.read({ ...API_KEY, field: 'none', required: false })])
    expect(asked).toContain('sources-shop-none')
    expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted())
    const before = asked.length
    await reader(vault).read(API_KEY)
    expect(asked.length).toBeGreaterThan(before)
  })

  test('again after it failed', async () => {
    let isDown = true
    const { vault } = memoryVault(
      {},
      {
        read: async () => {
          if (isDown) throw new Error('down')
          return { text: 'k' }
        },
      },
    )
    const one = reader({ ...vault, onlyTomlFragments: false }, {})
    await expect(one.read(API_KEY)).rejects.toThrow('down')
    isDown = false
    await expect(one.read(API_KEY)).rejects.toMatchObject({ code: 'bad_vault_document' })
  })

  test('for nothing that its list does not have', async () => {
    const { vault, asked } = memoryVault({ 'sources-shop-api_key': 'k' }, { listSecrets: true })
    expect(await reader(vault).lookUp(API_KEY)).toMatchObject({ value: new Secret('k') })
    expect(asked).toEqual(['sources-shop-api_key'])
  })
})

describe('what was looked at in a vault', () => {
  test('is told once each by a missing secret, with what was refused', async () => {
    const { vault } = memoryVault({ sources: { refused: 'PERMISSION_DENIED' } })
    const run = reader(vault).read(API_KEY)
    await expect(run).rejects.toMatchObject({ code: 'missing_config' })
    const text = String(await run.catch((error: unknown) => error))
    expect(text.split('\n').filter((line) => line.includes('Memory'))).toEqual([
      '  Memory: dlt_secrets_toml',
      '  Memory: sources-shop',
      '  Memory: sources (refused: PERMISSION_DENIED)',
      '  Memory: sources-shop-api_key',
      '  Memory: sources-api_key',
      '  Memory: api_key',
    ])
  })

  test('is explained without the value', async () => {
    const { vault } = memoryVault({ 'sources-shop': 'api_key = "pl4nted"', sources: { refused: 'no' } })
    const lines = explanationLines(await explainKey('sources.shop.api_key', reader(vault)))
    expect(lines).toEqual([
      'sources.shop.api_key = ***   from Memory',
      'looked in, in this order:',
      '  · Environment Variables: SOURCES__SHOP__API_KEY',
      '  · Environment Variables: SOURCES__API_KEY',
      '  · Environment Variables: API_KEY',
      '  · Memory: dlt_secrets_toml',
      '  ✓ Memory: sources-shop',
    ])
  })
})
