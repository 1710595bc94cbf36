import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { duckdb, pipeline, type RunData, type RunOptions, resource } from '../index.ts'
import { chatbot } from '../sources/chatbot/index.ts'
import { restApi } from '../sources/rest-api/index.ts'
import { startChatbotSandbox } from '../testing/index.ts'
import type { CheckName, CheckResult } from './check.ts'
import { checkPipeline } from './check-pipeline.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-checks-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const place = () => ({ dataDir: join(folder, 'data') })
const path = () => join(folder, 'x.duckdb')
const open = () =>
  pipeline({ name: 'crm', destination: duckdb({ path: path() }), projectDir: folder, env: {}, ...place() })
const run = (data: RunData, options: RunOptions = {}) => open().run(data, options)
const load = (rows: readonly object[]) => run(rows, { tableName: 'users' })

async function check(name: CheckName, data = true): Promise<CheckResult> {
  const { checks } = await checkPipeline('crm', { ...place(), data })
  const found = checks.find((one) => one.name === name)
  if (found === undefined) throw new Error(`there is no check ${name}`)
  return found
}

const many = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, n) => make(n))

/** An API that answers by path and query. */
async function serving(answer: (query: URLSearchParams) => object) {
  const server = createServer((request, response) =>
    response.end(JSON.stringify(answer(new URL(request.url ?? '', 'http://h').searchParams))),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, [Symbol.dispose]: () => void server.close() }
}

test('the load of the ChatBot sandbox is right in all five', async () => {
  const sandbox = await startChatbotSandbox({ users: 120, token: 't' })
  try {
    for (const _ of [1, 2]) await run(chatbot({ apiKey: 't', baseUrl: sandbox.url }), { writeDisposition: 'replace' })
    const { checks, health } = await checkPipeline('crm', place())
    expect(checks.map((one) => [one.name, one.health, one.hint])).toEqual(
      ['all_pages', 'cursor_moves', 'schema', 'unique_keys', 'types'].map((name) => [name, 'good', undefined]),
    )
    expect(health).toBe('good')
    expect(checks[0]?.findings).toContainEqual(
      expect.objectContaining({ subject: 'users', text: 'All 120 rows that the API says there are.' }),
    )
  } finally {
    await sandbox.close()
  }
})

test('a pipeline that loaded nothing is not known, and one that never ran is refused', async () => {
  await run([], { tableName: 'users' })
  const { health, checks } = await checkPipeline('crm', place())
  expect(checks.find(({ name }) => name === 'unique_keys')?.health).toBe('unknown')
  expect(health).not.toBe('bad')
  await expect(checkPipeline('cmr', place())).rejects.toMatchObject({ code: 'unknown_pipeline' })
})

test('a database in use is told, and what needs none is answered', async () => {
  await load([{ id: 1 }])
  const script = join(folder, 'hold.ts')
  await writeFile(
    script,
    `import { connectDuckDb } from ${JSON.stringify(join(import.meta.dirname, '../duckdb/connection.ts'))}
const held = await connectDuckDb(${JSON.stringify(path())}, { readOnly: false, dataset: 'crm_dataset' })
await held.rows('SELECT 1')
process.send('held')
setInterval(() => {}, 1000)
`,
  )
  const holder = fork(script)
  await once(holder, 'message')
  try {
    const { checks, health } = await checkPipeline('crm', place())
    expect(checks.filter(({ problem }) => problem?.code === 'duckdb_file_held').map(({ name }) => name)).toEqual([
      'unique_keys',
      'types',
    ])
    expect(health).toBe('good')
  } finally {
    holder.kill()
    await once(holder, 'exit')
  }
})

describe('were all pages read?', () => {
  const rest = (url: string, endpoint: object = {}) =>
    restApi({ client: { baseUrl: url }, resources: [{ name: 'items', endpoint: { path: 'items', ...endpoint } }] })
  const rows = (count: number) => many(count, (id) => ({ id }))

  test('bad where the API names more rows than came', async () => {
    using api = await serving(() => ({ data: rows(40), count: 1234 }))
    await run(rest(api.url))
    expect(await check('all_pages', false)).toMatchObject({
      health: 'bad',
      answer: 'items may not have been read to the end.',
      hint: expect.stringContaining('tolva rest check'),
      findings: [{ subject: 'items', text: expect.stringContaining('the API says that there are 1,234') }],
    })
  })

  test('bad where the only page is as long as its limit, and a warning where its length is a usual one', async () => {
    using api = await serving((query) => rows(Number(query.get('limit') ?? 100)))
    await run(rest(api.url, { params: { limit: 37 } }))
    expect(await check('all_pages', false)).toMatchObject({
      health: 'bad',
      findings: [{ text: expect.stringContaining('as many as limit=37 asks for') }],
    })
    await run(rest(api.url))
    expect(await check('all_pages', false)).toMatchObject({ health: 'warning' })
    await run(rest(api.url, { paginator: 'single_page' }))
    expect(await check('all_pages', false)).toMatchObject({ health: 'good', findings: [] })
  })

  test('a warning where code gave one page of a usual size, but not for rows that were handed over', async () => {
    const users = resource({ name: 'users' }, async function* () {
      yield rows(100)
    })
    await run(users)
    expect(await check('all_pages', false)).toMatchObject({ health: 'warning' })
    await load(rows(100))
    expect(await check('all_pages', false)).toMatchObject({ health: 'good' })
  })

  test('a warning where only some were asked for', async () => {
    using api = await serving((query) => {
      const from = Number(query.get('offset') ?? 0)
      return many(from < 40 ? 20 : from === 40 ? 3 : 0, (id) => ({ id: from + id }))
    })
    await run(rest(api.url, { paginator: { type: 'offset', limit: 20, totalPath: null } }), { limit: 1 })
    expect(await check('all_pages', false)).toMatchObject({
      health: 'warning',
      hint: expect.stringContaining('--limit'),
    })
    await run(rest(api.url, { paginator: { type: 'offset', limit: 20, totalPath: null } }))
    expect(await check('all_pages', false)).toMatchObject({ health: 'good' })
  })

  test('not known where the run stopped before', async () => {
    const users = resource({ name: 'users' }, async function* () {
      yield rows(5)
      throw new Error('gone')
    })
    await load(rows(1))
    await run(users).catch(() => {})
    expect(await check('all_pages', false)).toMatchObject({ health: 'unknown' })
  })
})

describe('does each cursor move on?', () => {
  const events = (at: readonly unknown[], options: object = {}, told = '') =>
    resource({ name: 'events', incremental: { cursorPath: 'at', ...options } }, async function* () {
      yield at.map((one, id) => ({ id, at: one, told }))
    })

  test('good where it does, with what it left out', async () => {
    await run(events([1, 3]))
    await run(events([3, 5]))
    expect(await check('cursor_moves', false)).toMatchObject({
      health: 'good',
      answer: '1 cursor moved on with the last run.',
    })
  })

  test('a warning where rows came and it stood still', async () => {
    await run(events([1, 3]))
    await run(events([3, 3, 3], {}, 'again'))
    expect(await check('cursor_moves', false)).toMatchObject({
      health: 'warning',
      findings: [{ subject: 'events', column: 'at', text: 'It stood still at 3, although 3 rows came.' }],
    })
  })

  test('good where a lag asks for the same rows again', async () => {
    for (const _ of [1, 2, 3]) await run(events([1, 30], { lag: 10 }))
    expect(await check('cursor_moves', false)).toMatchObject({ health: 'good' })
  })

  test('a warning where nothing new came for five runs, or rows had no value, or it stands in the future', async () => {
    for (const _ of [1, 2, 3, 4, 5, 6]) await run(events([7]))
    expect(await check('cursor_moves', false)).toMatchObject({
      health: 'warning',
      findings: [{ text: expect.stringMatching(/^Nothing new came for 5 runs; it stands at 7 since \d{4}-/) }],
    })
    await run(events([9, null], { onCursorValueMissing: 'exclude' }))
    expect(await check('cursor_moves', false)).toMatchObject({
      health: 'warning',
      findings: [{ text: '1 row had no at and were left out by the last run.' }],
    })
    await rm(place().dataDir, { recursive: true })
    await rm(path())
    await run(events(['2999-01-01T00:00:00Z']))
    expect(await check('cursor_moves', false)).toMatchObject({
      health: 'warning',
      findings: [{ text: expect.stringContaining('lies in the future') }],
    })
  })

  test('good where none reads by one, and not known before the first run', async () => {
    await load([{ id: 1 }])
    expect(await check('cursor_moves', false)).toMatchObject({ health: 'good', findings: [] })
  })
})

describe('is the schema as expected?', () => {
  test('a warning of variants, of what was left out and of envelopes', async () => {
    await load([{ id: 1 }, { id: 'x' }])
    expect(await check('schema', false)).toMatchObject({
      health: 'warning',
      hint: expect.stringContaining('data_type: text'),
      findings: [{ subject: 'users.id', column: 'id__v_text', text: expect.stringContaining('do not fit bigint') }],
    })
    await run(resource({ name: 'all' }, () => [{ count: 12, data: many(12, (id) => ({ id })) }]))
    expect((await check('schema', false)).findings).toContainEqual(
      expect.objectContaining({
        subject: 'all',
        text: 'It got 1 row and all__data 12 rows: the rows may be those in data.',
      }),
    )
    await run([{ id: 2, more: 1 }], { tableName: 'users', schemaContract: { columns: 'discard_value' } })
    expect((await check('schema', false)).findings).toContainEqual(
      expect.objectContaining({ health: 'warning', text: expect.stringContaining('1 value left out by') }),
    )
  })

  test('a warning of a new column behind runs that brought none, good while it grows', async () => {
    await load([{ id: 1 }])
    await load([{ id: 1, name: 'a' }])
    expect(await check('schema', false)).toMatchObject({
      health: 'good',
      answer: '1 table with 4 columns, 1 table or column new in the last run.',
    })
    for (const _ of [1, 2, 3]) await load([{ id: 1 }])
    await load([{ id: 1, age: 3 }])
    expect(await check('schema', false)).toMatchObject({
      health: 'warning',
      hint: expect.stringContaining("schemaContract: 'freeze'"),
      findings: [{ subject: 'users.age', text: expect.stringContaining('(bigint)') }],
    })
  })

  test('good with columns that only held null, which are named', async () => {
    await load([{ id: 1, gone: null }])
    expect(await check('schema', false)).toMatchObject({
      health: 'good',
      findings: [{ subject: 'users', text: 'gone only ever held null, so there is no such column yet.' }],
    })
  })
})

describe('are keys unique?', () => {
  const users = (rows: readonly object[], hints: object = {}) =>
    resource({ name: 'users', primaryKey: 'id', ...hints }, () => rows)

  test('bad where a key stands twice, with the statement that found it', async () => {
    await run(users([{ id: 1 }, { id: 2 }]))
    await run(users([{ id: 2 }, { id: 3 }]))
    const result = await check('unique_keys')
    expect(result).toMatchObject({
      health: 'bad',
      hint: expect.stringContaining("writeDisposition: 'merge'"),
      findings: [
        {
          table: 'users',
          column: 'id',
          text: '1 value of id, the primary key, stand in several rows: 1 row too many of 4.',
        },
      ],
    })
    const { rows } = await open()
      .dataset()
      .sql(result.sql ?? '')
      .grid()
    expect(rows[0]?.map(Number)).toEqual([1, 1])
  })

  test('good where rows are merged by it, also as a history of versions', async () => {
    const merged = { writeDisposition: 'merge' }
    await run(users([{ id: 1, tags: ['a', 'a'] }, { id: 2 }], merged))
    await run(users([{ id: 2 }, { id: 3 }], merged))
    expect(await check('unique_keys')).toMatchObject({ health: 'good', findings: [] })
    const history = (name: string) =>
      resource({ name: 'history', writeDisposition: { disposition: 'merge', strategy: 'scd2' } }, () => [
        { id: 1, name },
      ])
    await run(history('a'))
    await run(history('b'))
    expect(await check('unique_keys')).toMatchObject({ health: 'good' })
  })

  test('a warning of copies where there is no key', async () => {
    await load([
      { id: 1, name: 'a' },
      { id: 1, name: 'a' },
      { id: 2, name: 'b' },
    ])
    expect(await check('unique_keys')).toMatchObject({
      health: 'warning',
      findings: [{ text: 'It has no key, and 1 row of 3 rows are exact copies of others.' }],
    })
  })

  test('good for a merge key that several rows have', async () => {
    const posts = [
      { day: 'x', n: 1 },
      { day: 'x', n: 2 },
      { day: 'y', n: 3 },
    ]
    await run(resource({ name: 'posts', mergeKey: 'day', writeDisposition: 'merge' }, () => posts))
    expect(await check('unique_keys')).toMatchObject({ health: 'good', findings: [] })
  })
})

describe('do columns have the right types?', () => {
  test.each([
    ['amount', many(8, (n) => `${n}.5`), 'numbers', 'decimal'],
    ['count', many(8, (n) => `${n * 11}`), 'numbers', 'bigint'],
    ['active', many(8, (n) => (n % 2 ? 'true' : 'false')), 'true or false', 'bool'],
    ['body', many(8, (n) => JSON.stringify({ n })), 'JSON', 'json'],
  ] as const)('a warning of texts in %s that are all %s', async (column, values, what, type) => {
    await load(values.map((value, id) => ({ id, [column]: value })))
    expect(await check('types')).toMatchObject({
      health: 'warning',
      hint: expect.stringContaining(`columns: { ${column}: { data_type: ${type} } }`),
      findings: [{ subject: `users.${column}`, text: expect.stringContaining(what) }],
    })
  })

  test('a warning of numbers that are times, of amounts as doubles and of variants', async () => {
    await load(many(8, (n) => ({ created_at: 1_700_000_000 + n, price: n + 0.25 })))
    await load([{ price: 'x' }])
    const { findings, health } = await check('types')
    expect(health).toBe('warning')
    expect(findings.map(({ subject }) => subject)).toEqual(['users.price', 'users.created_at', 'users.price'])
    expect(findings[1]?.text).toContain('seconds since 1970: 1700000000 is 2023-11-14T22:13:20.000Z')
  })

  test('good for codes, ids, free text and numbers that are numbers', async () => {
    await load(
      many(8, (n) => ({ zip: `1234${n}`, code: `00${n}`, user_id: `${n}7`, note: `note ${n}`, n, ratio: n / 3 + 0.1 })),
    )
    expect(await check('types')).toMatchObject({ health: 'good', findings: [] })
  })
})
