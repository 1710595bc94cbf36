import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunProgress } from '../contracts/run-progress.ts'
import { duckdb, pipeline, type RunEvent, resource } from '../index.ts'
import { followProgress, readProgress, readTrace } from '../inspect.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-journal-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const place = () => ({ dataDir: join(folder, 'data') })
const live = () => join(folder, 'data', 'pipelines', 'crm', 'live')
const open = (options: { readonly onEvent?: (event: RunEvent) => void } = {}) =>
  pipeline({
    name: 'crm',
    destination: duckdb({ path: join(folder, 'x.duckdb') }),
    projectDir: folder,
    env: {},
    ...place(),
    ...options,
  })

const rows = (count: number) => Array.from({ length: count }, (_, id) => ({ id, tags: ['a', 'b'] }))

/** Gives one page, then another when it is let go. */
function held() {
  const [begun, let_go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const users = resource({ name: 'users' }, async function* () {
    yield rows(3)
    begun.resolve()
    await let_go.promise
    yield rows(2)
  })
  return { users, begun: begun.promise, letGo: let_go.resolve }
}

async function firstOf(
  progress: AsyncIterable<RunProgress>,
  wanted: (one: RunProgress) => boolean,
): Promise<RunProgress> {
  for await (const one of progress) if (wanted(one)) return one
  throw new Error('it ended before')
}

describe('a run', () => {
  test('leaves a journal under the name of its record that says how it went', async () => {
    await open().run(rows(3), { tableName: 'users' })
    const [progress, trace] = [await readProgress('crm', place()), await readTrace('crm', place())]
    expect(progress).toMatchObject({
      run: trace?.run,
      status: 'completed',
      pid: process.pid,
      startedAt: trace?.startedAt,
      resources: [{ name: 'users', pages: 1, rows: 3 }],
      totals: { rows: 9 },
    })
    expect(progress?.step).toBeUndefined()
    expect(progress?.steps.map(({ step }) => step)).toEqual(['sync', 'extract', 'normalize', 'load'])
    expect(progress?.tables).toContainEqual({ name: 'users__tags', rows: 6, jobs: 1, loaded: 1, failed: 0 })
    expect(progress?.packages).toMatchObject([{ state: 'loaded', rows: 9 }])
    expect(progress?.totals.memory).toBeGreaterThan(1e7)
    expect(trace?.run).toMatch(/^00000001-\d{4}-/)
    expect(await readdir(live())).toEqual([`${trace?.run}.jsonl`])
  })

  test('can be followed from its start on, and the next one behind it', async () => {
    const over = new AbortController()
    const following = followProgress('crm', { ...place(), signal: over.signal })
    const first = firstOf(following, ({ tables }) => tables.some(({ name }) => name === 'users'))
    const { users, begun, letGo } = held()
    const running = open().run(users)
    await begun
    expect(await first).toMatchObject({ status: 'running', step: 'extract', resources: [{ rows: 3 }] })
    letGo()
    await running
    const next = firstOf(followProgress('crm', { ...place(), signal: over.signal }), ({ run }) =>
      run.startsWith('00000002'),
    )
    await open().run(rows(1), { tableName: 'posts' })
    expect((await next).run).toMatch(/^00000002/)
    over.abort()
    expect(await readdir(live())).toHaveLength(1)
  })

  test('that fails says why, with what to do, and without secrets', async () => {
    const users = resource({ name: 'users' }, async function* () {
      yield rows(1)
      throw new Error('GET https://u:hunter2@example.org?api_key=hunter3 failed')
    })
    await expect(open().run(users)).rejects.toThrow()
    const progress = await readProgress('crm', place())
    expect(progress).toMatchObject({ status: 'failed', error: { message: expect.stringContaining('failed') } })
    expect(progress?.steps).toMatchObject([
      { step: 'sync' },
      { error: expect.stringContaining('failed') },
      { step: 'normalize' },
    ])
    expect(progress?.steps.every(({ seconds }) => seconds !== undefined)).toBe(true)
    const [file = ''] = await readdir(live())
    expect(await readFile(join(live(), file), 'utf8')).not.toMatch(/hunter/)
  })

  test('that is refused, because another one goes on, leaves that one alone', async () => {
    const { users, begun, letGo } = held()
    const running = open().run(users)
    await begun
    const before = await readdir(live())
    await expect(open().run(rows(1), { tableName: 'users' })).rejects.toMatchObject({ code: 'locked' })
    expect(await readdir(live())).toEqual(before)
    letGo()
    await running
    expect(await readProgress('crm', place())).toMatchObject({ status: 'completed', resources: [{ rows: 5 }] })
  })

  test.each(['prepare', 'load', 'retry'] as const)('of the kind %s has one too', async (kind) => {
    if (kind === 'prepare') await open().prepare(rows(2), { tableName: 'users' })
    else {
      await open().prepare(rows(2), { tableName: 'users' })
      await open()[kind]()
    }
    const progress = await readProgress('crm', place())
    expect(progress).toMatchObject({
      status: 'completed',
      packages: [{ state: kind === 'prepare' ? 'sealed' : 'loaded' }],
    })
    expect(progress?.tables).toContainEqual(expect.objectContaining({ name: 'users', rows: 2 }))
  })

  test('says which rows it has in the middle of a checkpoint', async () => {
    const seen: RunEvent[] = []
    const users = resource({ name: 'users', resumeKey: 'k' }, async function* () {
      for (let page = 0; page < 3; page++) yield { rows: rows(4), position: page }
    })
    await open({ onEvent: (event) => void seen.push(event) }).run(users, { checkpoint: { pages: 1 } })
    const told = seen.filter((event) => event.type === 'rows' && event.table === 'users')
    expect(told.at(-1)).toMatchObject({ rows: 12 })
    expect(await readProgress('crm', place())).toMatchObject({ totals: { rows: 36 } })
  })

  test('goes on where its journal cannot be written', async () => {
    await open().run(rows(1), { tableName: 'users' })
    await rm(live(), { recursive: true })
    await writeFile(live(), 'no folder')
    const info = await open().run(rows(2), { tableName: 'users' })
    expect(info.rowCounts).toMatchObject({ users: 2 })
  })
})

describe('the journal', () => {
  test('of a run whose process was killed says that it is lost, also with a torn last line', async () => {
    const child = await stopped()
    expect(await readProgress('crm', place())).toMatchObject({ status: 'running', pid: child.pid })
    child.kill('SIGKILL')
    await once(child, 'exit')
    const [file = ''] = await readdir(live())
    await appendFile(join(live(), file), '{"t":99999,"tables":[{"name":"us')
    const lost = await readProgress('crm', place())
    expect(lost).toMatchObject({ status: 'lost', resources: [{ name: 'users', rows: 3 }] })
    expect(lost?.elapsed).toBeLessThan(99_999)
    await open().run(rows(1), { tableName: 'users' })
    expect(await readProgress('crm', place())).toMatchObject({ status: 'completed' })
  })

  test('that does not say the end takes it from the record of the run', async () => {
    await open().run(rows(1), { tableName: 'users' })
    const [file = ''] = await readdir(live())
    const lines = (await readFile(join(live(), file), 'utf8')).split('\n').filter((line) => !line.includes('"end"'))
    await writeFile(join(live(), file), lines.join('\n'))
    expect(await readProgress('crm', place())).toMatchObject({ status: 'completed' })
  })

  test('of a newer form is passed over', async () => {
    await open().run(rows(1), { tableName: 'users' })
    const [file = ''] = await readdir(live())
    await writeFile(join(live(), file), '{"v":2,"t":0}\n{"t":1}\n')
    expect(await readProgress('crm', place())).toBeUndefined()
  })

  test('is not there before the first run', async () => {
    expect(await readProgress('crm', place())).toBeUndefined()
  })
})

/** A process in the middle of a run. */
async function stopped(): Promise<ChildProcess> {
  const script = join(folder, 'stopped.ts')
  await writeFile(
    script,
    `import { duckdb, pipeline, resource } from ${JSON.stringify(join(import.meta.dirname, '../index.ts'))}
const users = resource({ name: 'users' }, async function* () {
  yield [{ id: 1 }, { id: 2 }, { id: 3 }]
  setTimeout(() => process.send('begun'), 300)
  await new Promise(() => setInterval(() => {}, 1000))
})
await pipeline({ name: 'crm', destination: duckdb({ path: ${JSON.stringify(join(folder, 'x.duckdb'))} }), dataDir: ${JSON.stringify(place().dataDir)}, projectDir: ${JSON.stringify(folder)} }).run(users)
`,
  )
  const child = fork(script, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  await once(child, 'message')
  return child
}

test('a journal is a private file', async () => {
  await open().run(rows(1), { tableName: 'users' })
  const [file = ''] = await readdir(live())
  expect((await stat(join(live(), file))).mode & 0o077).toBe(0)
})
