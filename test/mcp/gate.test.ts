import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Connected, connectMcp } from './connect-client.ts'
import { makePipeline } from './make-pipeline.ts'

const TOKEN = 'cb_live_9f8e7d6c5b4a39281706'
const LATER = 'cb_live_0a1b2c3d4e5f60718293'
let mcp: Connected

beforeAll(async () => {
  mcp = await connectMcp({ args: ['--allow', 'data:write,network:read'] })
  const { project } = mcp.place
  await writeFile(join(project, '.dlt', 'secrets.toml'), `[sources.shop]\napi_key = "${TOKEN}"\n`)
  // Rows that hold the token, as an API may give it back.
  await makePipeline(mcp.place, 'shop', [{ id: 1, echo: TOKEN, later: LATER, [`key_${TOKEN}`]: true }])
  await writeFile(
    join(project, 'prints.ts'),
    `import { readFileSync } from 'node:fs'
console.log(readFileSync('.dlt/secrets.toml', 'utf8'))
console.error(Buffer.from(${JSON.stringify(TOKEN)}).toString('base64'))
throw new Error('failed with ' + ${JSON.stringify(TOKEN)})
`,
  )
})
afterAll(() => mcp[Symbol.asyncDispose]())

const leaks = (secret: string) => mcp.wire.filter((line) => line.includes(secret))

test('no secret leaves by rows, names, schemas, resources, errors, progress or the output of a script', async () => {
  const rows = await mcp.call('execute_sql_query', { sql: 'select * from orders' })
  expect(rows.text).toContain('***')
  // The searcher finds what is no secret yet.
  expect(leaks(LATER).length).toBeGreaterThan(0)
  await mcp.call('preview_table', { table_name: 'orders' })
  await mcp.call('get_table_schema', { table_name: 'orders' })
  await mcp.call('get_table_create_sql', { table_name: 'orders' })
  await mcp.call('export_schema')
  await mcp.client.readResource({ uri: 'tolva://pipelines/shop/schema' })
  await mcp.client.readResource({ uri: `tolva://docs/${TOKEN}` }).catch(() => {})
  await mcp.client.getPrompt({ name: 'debug-pipeline', arguments: { pipeline_name: TOKEN } })
  await mcp.call('get_table_schema', { table_name: TOKEN })
  await mcp.call('explain_config', { key: `sources.${TOKEN}` })
  await mcp.client.callTool({ name: TOKEN, arguments: {} }).catch(() => {})
  const told: string[] = []
  const failed = await mcp.call('run_pipeline', { file: 'prints.ts' }, { onProgress: (text) => told.push(text) })
  expect(failed.isError).toBe(true)
  expect(failed.text).toContain('failed with ***')
  expect(told.length).toBeGreaterThan(0)
  expect(leaks(TOKEN)).toEqual([])
  expect(leaks(Buffer.from(TOKEN).toString('base64'))).toEqual([])
})

test('a secret that is filled in while the server runs does not leave from then on', async () => {
  const before = leaks(LATER).length
  const file = join(mcp.place.project, '.dlt', 'secrets.toml')
  await appendFile(file, `other_key = "${LATER}"\n`)
  expect(await readFile(file, 'utf8')).toContain(LATER)
  await mcp.call('execute_sql_query', { sql: 'select later from orders' })
  expect(leaks(LATER).length).toBe(before)
})

test('in the shell of an assistant a secret that is a word of the protocol breaks no message', async () => {
  const env = { CLAUDECODE: '1', DESTINATION__POSTGRES__CREDENTIALS__PASSWORD: 'jsonrpc' }
  await using own = await connectMcp({ env })
  await writeFile(join(own.place.project, '.dlt', 'secrets.toml'), `[sources.shop]\napi_key = "${TOKEN}"\n`)
  await makePipeline(own.place, 'shop', [{ id: 1, echo: TOKEN, word: 'jsonrpc' }])
  const { data } = await own.call('preview_table', { table_name: 'orders' })
  expect(data.rows[0].slice(0, 3)).toEqual([1, '***', '***'])
})
