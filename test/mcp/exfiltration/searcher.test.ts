import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { connectDuckDb } from '../../../src/duckdb/connection.ts'
import { leakyProject } from './leaky-project.ts'
import { CANARY, formsOf, leaksIn, SECRETS } from './planted.ts'

test('the searcher finds each secret in each form, and nothing in a text without', () => {
  for (const [name, secret] of Object.entries(SECRETS)) {
    for (const [form, text] of formsOf(secret)) expect(leaksIn(`before ${text} after`)).toContain(`${name} ${form}`)
  }
  const packed = deflateSync(`{"cursor": "${SECRETS.state}", "more": "and more than a few words"}`).toString('base64')
  expect(leaksIn(`state ${packed}`)).toContain('state as it is')
  expect(leaksIn(`x ${CANARY} y`)).toEqual(['the file'])
  expect(leaksIn('a text with *** and ********** in it')).toEqual([])
})

test('a database that nobody guards gives the secrets file away: what the original lets through', async () => {
  await using project = await leakyProject()
  const file = join(project.folder, '.dlt/secrets.toml')
  await using connection = await connectDuckDb(':memory:')
  const rows = await connection.rows(`select content from read_text('${file}')`)
  expect(leaksIn(JSON.stringify(rows))).toEqual(expect.arrayContaining(['file as it is', 'the file']))
  expect(leaksIn(await readFile(file, 'utf8'))).toContain('file as it is')
})
