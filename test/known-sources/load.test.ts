import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeProject } from '../../src/cli/make-project.ts'
import { attach } from '../../src/index.ts'
import { startChatbotSandbox } from '../../src/testing/index.ts'
import { loadTwice } from './load-twice.ts'
import { runIn } from './run-in.ts'
import { SHAPES } from './shapes.ts'

/** One each of basic auth, links in headers, and a table for each of several others; the rest is heavy. */
const FEW = ['stripe', 'github', 'airtable']

describe('a known source loads twice without doubles, and names the key of wrong credentials', () => {
  test.each(SHAPES.filter(({ name }) => FEW.includes(name)))('$name', loadTwice)
})

test('chatbot as a declaration loads from the sandbox, twice without doubles', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tolva-known-chatbot-'))
  const sandbox = await startChatbotSandbox({ users: 85, token: 'sandbox-token' })
  try {
    const { script, pipeline } = await makeProject({ source: 'chatbot', destination: 'duckdb', dir, format: 'yaml' })
    const edit = async (file: string, from: string, to: string) =>
      writeFile(join(dir, file), (await readFile(join(dir, file), 'utf8')).replace(from, to))
    await edit(script, 'https://api.chatbot.com', sandbox.url)
    await edit('.dlt/secrets.toml', '<configure me>', 'sandbox-token')
    for (let run = 1; run <= 2; run += 1) {
      const { code, err } = await runIn(dir, ['run', script])
      expect([code, err.match(/Error/g)]).toEqual([0, null])
      const loaded = await attach(pipeline, { dataDir: join(dir, 'data'), projectDir: dir })
      const rows = await loaded.dataset().sql('select count(*) as n, count(distinct id) as ids from users').rows()
      expect(rows.map(({ n, ids }) => [Number(n), Number(ids)])).toEqual([[85, 85]])
    }
  } finally {
    await sandbox.close()
    await rm(dir, { recursive: true, force: true })
  }
})
