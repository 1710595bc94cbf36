import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { library } from '../../src/cli/installed-library.ts'
import { runCli } from '../../src/cli/run-cli.ts'
import { reportHtml } from '../../src/explore/html/report-html.ts'
import { checkReport } from '../../src/explore/report/check-report.ts'
import { duckdb, pipeline } from '../../src/index.ts'
import { chatbot } from '../../src/sources/chatbot/index.ts'
import { startChatbotSandbox } from '../../src/testing/index.ts'

let folder: string
let dataDir: string
const before = process.env.TOLVA_DATA_DIR

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tolva-explore-'))
  dataDir = path.join(folder, 'data')
  process.env.TOLVA_DATA_DIR = dataDir
  const sandbox = await startChatbotSandbox({ users: 120, token: 'token' })
  await pipeline({
    name: 'chatbot_pipeline',
    destination: duckdb({ path: path.join(folder, 'chatbot.duckdb') }),
    dataset: 'chatbot_data',
    dataDir,
    projectDir: folder,
    env: {},
  }).run(chatbot({ apiKey: 'token', baseUrl: sandbox.url }))
  await sandbox.close()
})

afterAll(async () => {
  if (before === undefined) delete process.env.TOLVA_DATA_DIR
  else process.env.TOLVA_DATA_DIR = before
  await rm(folder, { recursive: true })
})

async function tolva(...args: readonly string[]) {
  const out: string[] = []
  const errors: string[] = []
  const code = await runCli(['explore', ...args], {
    streams: {
      stdout: { write: (text) => out.push(text), columns: 110 },
      stderr: { write: (text) => errors.push(text) },
    },
    env: {},
    cwd: folder,
    library,
    signal: new AbortController().signal,
    now: Date.now,
    stoppable: (work) => work(),
    withStdoutAsStderr: (work) => work(),
  })
  return { code, out: out.join(''), errors: errors.join('') }
}

const inFolder = (name: string) => readFile(path.join(folder, name), 'utf8')

describe('tolva explore', () => {
  test('prints what tables hold, dense and with what is personal', async () => {
    const { code, out } = await tolva('chatbot_pipeline', '--table', 'users', '--no-report')
    expect(code).toBe(0)
    expect(out).toMatch(/^users: 120 rows\n/)
    expect(out).toMatch(/^conversations +bigint +0 % +\d+ +0 … \d+, mean [\d.]+$/m)
    expect(out).toContain('attributes__default_email: ⚠ looks personal: email (all')
    expect(out).not.toContain('_dlt_id')
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(115)
  })

  test('writes a report whose cells all give something, over its own but not over one that was changed', async () => {
    const few = ['--table', 'users', 'stories__integrations']
    expect((await tolva('chatbot_pipeline', ...few)).out).toContain('wrote chatbot_pipeline.explore.ts')
    const report = await inFolder('chatbot_pipeline.explore.ts')
    const checked = await tolva('chatbot_pipeline.explore.ts', '--check')
    expect(checked).toMatchObject({ code: 0, errors: '' })
    expect(checked.out).toMatch(/all \d+ cells gave something\n$/)
    for (const cell of ['rowsPerTable', 'usersPerDay', 'usersByRangeOfConversations', 'oddColumns']) {
      expect(checked.out).toContain(`ok    ${cell}: `)
    }
    expect((await tolva('chatbot_pipeline', '--table', 'users')).out).toContain('wrote chatbot_pipeline.explore.ts')
    await writeFile(path.join(folder, 'chatbot_pipeline.explore.ts'), `${report}// mine\n`)
    expect((await tolva('chatbot_pipeline', ...few)).out).toContain('wrote chatbot_pipeline-2.explore.ts')
    expect(await inFolder('chatbot_pipeline.explore.ts')).toMatch(/\/\/ mine\n$/)
    expect((await tolva('chatbot_pipeline', ...few, '--overwrite')).out).toContain('wrote chatbot_pipeline.explore.ts')
    expect(await inFolder('chatbot_pipeline.explore.ts')).toBe(report)
  })

  test('exits with 1 where a cell gives nothing, and says what to do', async () => {
    await writeFile(
      path.join(folder, 'bad.explore.ts'),
      'export const a = () => undefined\nexport const b = () => []\n',
    )
    const { code, out } = await tolva('bad.explore.ts', '--check')
    expect(code).toBe(1)
    expect(out).toContain('bad   a: a returned nothing\n        next: Return rows')
    expect(out).toContain('2 of 2 cells need work')
    expect(await tolva('gone.explore.ts')).toMatchObject({
      code: 2,
      errors: expect.stringContaining('there is no report'),
    })
    expect(await tolva('nope')).toMatchObject({ code: 2, errors: expect.stringContaining('there is no pipeline nope') })
    expect(await tolva('chatbot_pipeline', '--table', 'user')).toMatchObject({
      code: 2,
      errors: expect.stringContaining('did you mean users?'),
    })
  })

  test('runs the example', async () => {
    const file = path.join(folder, 'users.explore.ts')
    await cp(path.resolve(import.meta.dirname, '../../examples/chatbot/users.explore.ts'), file)
    const cells = await checkReport(file, { dataDir })
    expect(cells.map(({ name, gave, problem }) => [name, gave, problem])).toEqual([
      ['summary', 'a text', undefined],
      ['usersPerDay', expect.stringMatching(/^a chart of \d rows$/), undefined],
      ['conversationsByLanguage', 'a chart of 5 rows', undefined],
      ['mostActive', '10 rows', undefined],
    ])
  })
})

test('a page lets no value out of its place, and may load nothing', () => {
  const evil = '</script><img src=x onerror=alert(1)>'
  const html = reportHtml(
    {
      title: evil,
      at: '2026-01-01T00:00:00.000Z',
      cells: [
        {
          name: 'a',
          title: evil,
          ms: 1,
          printed: evil,
          output: { kind: 'rows', columns: [{ name: evil }], rows: [[evil]], more: false },
        },
        {
          name: 'b',
          title: 'b',
          ms: 1,
          output: { kind: 'chart', spec: {}, vega: { data: [{ values: [{ x: evil }] }] } },
        },
        { name: 'c', title: 'c', ms: 1, output: { kind: 'error', code: 'x', message: evil, hint: evil } },
      ],
    },
    { script: 'draw()', style: 'p{}' },
  )
  expect(html).not.toContain(evil)
  expect(html).not.toContain('<img')
  expect(html.match(/<script/g)).toHaveLength(2)
  expect(html).toContain(`content="default-src 'none'; script-src 'sha256-`)
  expect(html).not.toContain('unsafe-inline')
})
