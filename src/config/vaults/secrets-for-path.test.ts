import { expect, test } from 'vitest'
import { awsSecrets } from './aws-secrets.ts'
import { azureSecrets } from './azure-secrets.ts'
import { googleSecrets } from './google-secrets.ts'
import { hashicorpSecrets } from './hashicorp-secrets.ts'
import { secretsForPath } from './secrets-for-path.ts'
import type { Vault } from './vault.ts'

const API_KEY = ['sources', 'chat.bot', 'chatbot_source', 'api_key']

const keys = (vault: Vault, path: readonly string[], { secret = true, pipelineName = 'shop' } = {}) =>
  secretsForPath(path, { secret, pipelineName }, vault).map(({ key }) => key)

test('a vault is asked for the documents that dlt asks for, and for nothing else unless it is told to', () => {
  const documents = ['dlt_secrets_toml', 'shop-sources-chatbot', 'shop-sources', 'sources-chatbot', 'sources']
  const pipelines = 'shop-dlt_secrets_toml'
  expect(keys(googleSecrets(), API_KEY)).toEqual([...documents, pipelines])
  expect(keys(googleSecrets(), ['shop', ...API_KEY])).toEqual([...documents, pipelines])
  expect(keys(googleSecrets({ onlyTomlFragments: false }), API_KEY)).toEqual([
    ...documents,
    'sources-chatbot-chatbot_source',
    'sources-chatbot-chatbot_source-api_key',
    pipelines,
  ])
})

test('a value that is no secret is looked for in documents, and under its own name only where that is asked for', () => {
  const vault = (onlySecrets: boolean) => googleSecrets({ onlyTomlFragments: false, onlySecrets })
  const key = 'destination-postgres-credentials-host'
  const host = ['destination', 'postgres', 'credentials', 'host']
  expect(keys(vault(true), host, { secret: false })).not.toContain(key)
  expect(keys(vault(true), host, { secret: false })).toContain('destination-postgres-credentials')
  expect(keys(vault(false), host, { secret: false })).toContain(key)
  expect(keys(vault(true), ['load', 'workers'], { secret: false })).toEqual([
    'dlt_secrets_toml',
    'shop-dlt_secrets_toml',
  ])
})

test('each vault spells a path in a way of its own', () => {
  expect(googleSecrets().keyOf(API_KEY)).toBe('sources-chatbot-chatbot_source-api_key')
  expect(awsSecrets().keyOf(API_KEY)).toBe('dlt/sources/chatbot/chatbot_source/api_key')
  expect(awsSecrets({ secretNamePrefix: '' }).keyOf(API_KEY)).toBe('sources/chatbot/chatbot_source/api_key')
  expect(azureSecrets({ vaultUrl: 'https://v' }).keyOf(API_KEY)).toBe('sources--chatbot--chatbot-source--api-key')
  expect(hashicorpSecrets().keyOf(API_KEY)).toBe('dlt/sources/chatbot/chatbot_source/api_key')
})
