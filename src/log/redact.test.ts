import { expect, test } from 'vitest'
import { consoleLogger } from './console-logger.ts'
import { redactFields, redactText } from './redact.ts'

const HIDDEN = 'hunter2hunter2'

test.each([
  `postgres://loader:${HIDDEN}@db.example.com:5432/x`,
  `https://api.example.com/users?limit=10&api_key=${HIDDEN}&after=3`,
  `https://bucket.example.com/x?X-Amz-Signature=${HIDDEN}`,
  `Authorization: Bearer ${HIDDEN}`,
  `authorization=Basic ${HIDDEN}`,
  `{"client_secret": "${HIDDEN}"}`,
  `password=${HIDDEN}`,
  `bearer ${HIDDEN}`,
  `got eyJhbGciOiJIUzI1NiJ9.${HIDDEN}.abc`,
  `token ghp_${HIDDEN}`,
  `token=…${HIDDEN}`,
])('the secret in "%s" is masked', (text) => {
  expect(redactText(text)).not.toContain(HIDDEN)
  expect(redactText(text)).toContain('***')
})

test.each([
  'page 3 of users',
  'https://api.example.com/users?limit=10&after=abc',
  'the token is missing',
  'key id of table users',
  'duckdb:////data/chatbot.duckdb',
  'table pk_users_by_country of skateboard_sales_data',
  'api_key = "…"',
  'export SOURCES__SHOP__API_KEY=…',
  'token = "<configure me>" # made in the settings',
])('"%s" stays as it is', (text) => {
  expect(redactText(text)).toBe(text)
})

test('fields under telling names are masked at any depth, others are kept', () => {
  const fields = { url: `https://x?token=${HIDDEN}`, headers: { authorization: HIDDEN, accept: 'json' }, rows: 3 }
  expect(redactFields(fields)).toEqual({
    url: 'https://x?token=***',
    headers: { authorization: '***', accept: 'json' },
    rows: 3,
  })
})

test('a circular field ends', () => {
  const loop: Record<string, unknown> = {}
  loop.self = loop
  expect(JSON.stringify(redactFields(loop))).toContain('…')
})

test('the console logger writes one masked line from its level on', () => {
  const lines: string[] = []
  const logger = consoleLogger('info', (line) => lines.push(line))
  logger.debug('page read')
  logger.warn('request is repeated', { url: `https://x?api_key=${HIDDEN}`, attempt: 2, at: new Error('no way'), n: 5n })
  expect(lines).toEqual(['warn  request is repeated  url="https://x?api_key=***" attempt=2 at="Error: no way" n=5\n'])
})
