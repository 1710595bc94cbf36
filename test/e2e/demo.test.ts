import { execFile } from 'node:child_process'
import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'

const DEMO = resolve('examples/chatbot/demo.ts')
const run = promisify(execFile)
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-demo-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function demo() {
  const { SOURCES__CHATBOT_SOURCE__API_KEY: _, ...env } = process.env
  return run(process.execPath, [DEMO], { cwd: folder, env: { ...env, TOLVA_DATA_DIR: join(folder, 'data') } })
}

/** The printed rows under a header that begins with `first`, split at the gaps. */
function tableUnder(output: string, first: string): readonly (readonly string[])[] {
  const lines = output.split('\n')
  const header = lines.findIndex((line) => line.startsWith(first))
  const end = lines.indexOf('', header)
  return lines.slice(header + 2, end < 0 ? undefined : end).map((line) => line.trim().split(/ {2,}/))
}

it('tells what it loaded, and loads the same when it runs again', async () => {
  const first = await demo()
  expect(first.stderr).toContain('No ChatBot token is configured')
  expect(first.stdout.split('\n').slice(0, 4)).toEqual([
    expect.stringMatching(/^Pipeline chatbot_pipeline load step completed in \d+\.\d\d seconds$/),
    '1 load package(s) were loaded to destination duckdb and into dataset chatbot_data',
    `The duckdb destination used duckdb:///${folder}/chatbot_pipeline.duckdb location to store data`,
    expect.stringMatching(/^Load package \d+\.\d+ is LOADED and contains no failed jobs$/),
  ])
  const counts = tableUnder(first.stdout, 'table')
  expect(counts).toContainEqual(['users', '120'])
  expect(tableUnder(first.stdout, 'id ').filter((row) => row.length > 1)).toHaveLength(10)
  expect(first.stdout.trimEnd().split('\n').at(-1)).toMatch(/^Look at it in the dashboard: npm run show /)
  await access(join(folder, 'chatbot_pipeline.duckdb'))
  expect(tableUnder((await demo()).stdout, 'table')).toEqual(counts)
})
