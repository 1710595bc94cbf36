import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RunEvent } from '../contracts/events.ts'
import { SourceError } from '../errors/tolva-error.ts'
import { duckdb, type Pipeline, pipeline, resource, source, transformer } from '../index.ts'
import { describePipeline } from './describe-pipeline.ts'
import type { RunData, RunOptions } from './run-options.ts'

let root: string
let number = 0
let folder: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tolva-resume-'))
})
beforeEach(() => {
  folder = join(root, `${number++}`)
})
afterAll(() => rm(root, { recursive: true, force: true }))

const PAGES = 40

/** Pages of two rows that remember which of them were asked for, and fail once where they are told to. */
function api(
  options: { readonly failAt?: number; readonly code?: string; readonly first?: (page: number) => object } = {},
) {
  const asked: number[] = []
  let failAt = options.failAt
  const rowsOf = options.first ?? ((page: number) => ({ id: page * 2, name: `n${page}` }))
  const users = resource({ name: 'users', resumeKey: 'page' }, async function* ({ resumeFrom }) {
    for (let page = typeof resumeFrom === 'number' ? resumeFrom + 1 : 1; page <= PAGES; page++) {
      asked.push(page)
      if (page === failAt) {
        failAt = undefined
        throw new SourceError('the connection broke', { code: options.code ?? 'network' })
      }
      yield { rows: [rowsOf(page), { id: page * 2 + 1, name: null }], position: page }
    }
  })
  return { asked, users }
}

const open = (name = 'resume'): Pipeline =>
  pipeline({
    name,
    destination: duckdb({ path: join(folder, 'x.duckdb') }),
    dataset: 'd',
    dataDir: folder,
    projectDir: root,
  })

async function failing(runner: Pipeline, data: RunData, options: RunOptions = {}): Promise<unknown> {
  try {
    await runner.run(data, options)
  } catch (error) {
    return error
  }
  throw new Error('the run did not fail')
}

async function ids(runner: Pipeline, table = 'users'): Promise<readonly unknown[]> {
  const rows = await runner.dataset().table(table).rows()
  return rows.map((row) => row.id).toSorted((a, b) => Number(a) - Number(b))
}

const ALL = Array.from({ length: PAGES * 2 }, (_, index) => index + 2)
const from = (first: number, last = PAGES) => Array.from({ length: last - first + 1 }, (_, index) => first + index)

async function filesBelow(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

describe('a run that stopped', () => {
  it.each(['append', 'replace', 'merge'] as const)(
    'takes fetched pages from the log, and fetches those behind them (%s)',
    async (writeDisposition) => {
      const { asked, users } = api({ failAt: 31 })
      const data = users.with({ writeDisposition, primaryKey: 'id' })
      expect(await failing(open(), data)).toMatchObject({ code: 'network' })
      const info = await open().run(data)
      expect(asked).toEqual([...from(1, 31), ...from(31)])
      expect(await ids(open())).toEqual(ALL)
      expect(info.resumed).toEqual([{ resource: 'users', pagesBefore: 0, pagesFromLog: 30 }])
      expect(`${info}`).toContain('Resource users went on with 30 page(s) from the page log')
      expect((await open().info()).packages).toHaveLength(1)
    },
  )

  it('goes on behind what it had loaded at checkpoints, also without a log', async () => {
    const { asked, users } = api({ failAt: 36 })
    const options = { checkpoint: { pages: 10 }, pageLog: false }
    await failing(open(), users, options)
    expect(await ids(open())).toEqual(ALL.slice(0, 60))
    const info = await open().run(users, options)
    expect(asked).toEqual([...from(1, 36), ...from(31)])
    expect(await ids(open())).toEqual(ALL)
    expect(info.resumed).toEqual([{ resource: 'users', pagesBefore: 30, pagesFromLog: 0 }])
    expect(info.steps.find(({ step }) => step === 'extract')?.seconds).toBeGreaterThan(0)
    expect((await open().state()).sources).toBeUndefined()
  })

  it('uses both: what is loaded is not loaded again, what is logged is not fetched again', async () => {
    const { asked, users } = api({ failAt: 36 })
    const options = { checkpoint: { pages: 10 } }
    await failing(open(), users, options)
    const info = await open().run(users, options)
    expect(asked).toEqual([...from(1, 36), ...from(36)])
    expect(await ids(open())).toEqual(ALL)
    expect(info.resumed).toEqual([{ resource: 'users', pagesBefore: 30, pagesFromLog: 5 }])
  })

  it('is gone on with by a machine that has nothing but the destination', async () => {
    const { asked, users } = api({ failAt: 36 })
    const options = { checkpoint: { pages: 10 } }
    await failing(open(), users, options)
    await rm(join(folder, 'pipelines'), { recursive: true })
    await open().run(users, options)
    expect(asked).toEqual([...from(1, 36), ...from(31)])
    expect(await ids(open())).toEqual(ALL)
  })

  it('is finished once: the next run begins anew, and nothing of the log is left', async () => {
    const { asked, users } = api({ failAt: 20 })
    await failing(open(), users)
    await open().run(users)
    expect((await filesBelow(folder)).filter((file) => file.endsWith('.log'))).toEqual([])
    asked.length = 0
    await open().run(users)
    expect(asked).toEqual(from(1))
    expect(await ids(open())).toHaveLength(PAGES * 4)
  })

  it('of which nothing may be kept begins anew where the user says so', async () => {
    const { asked, users } = api({ failAt: 36 })
    const data = users.with({ writeDisposition: 'merge', primaryKey: 'id' })
    await failing(open(), data, { checkpoint: { pages: 10 } })
    asked.length = 0
    await open().run(data, { resume: false })
    expect(asked).toEqual(from(1))
    expect(await ids(open())).toEqual(ALL)
  })

  it('is neither used nor lost by a run that reads something else, or a sample', async () => {
    const { asked, users } = api({ failAt: 36 })
    const other = resource({ name: 'other' }, [{ id: 1 }])
    const both = source({ name: 's', resources: () => [users, other] })
    await failing(open(), both(), { checkpoint: { pages: 10 } })
    asked.length = 0
    await open().run(both(), { select: ['other'] })
    await open().run(both(), { select: ['users'], limit: 1, writeDisposition: 'merge', primaryKey: 'id' })
    expect(asked).toEqual([1])
    const info = await open().run(both())
    expect(info.resumed).toContainEqual(expect.objectContaining({ resource: 'users' }))
    expect(asked).toEqual([1, ...from(36)])
    expect(await ids(open())).toEqual(ALL)
  })

  it('because its source answered wrongly does not use the pages of that source again', async () => {
    const { asked, users } = api({ failAt: 5, code: 'http_400' })
    await failing(open(), users)
    await open().run(users)
    expect(asked).toEqual([...from(1, 5), ...from(1)])
    expect(await ids(open())).toEqual(ALL)
  })

  it('starts a resource without positions over, and loads nothing of it twice', async () => {
    const { users } = api({ failAt: 15 })
    const plain = resource({ name: 'plain' }, function* () {
      for (let id = 1; id <= 25; id++) yield [{ id }]
    })
    const both = source({ name: 'both', resources: () => [users, plain] })
    await failing(open(), both(), { checkpoint: { pages: 4 } })
    await open().run(both(), { checkpoint: { pages: 4 } })
    expect(await ids(open())).toEqual(ALL)
    expect(await ids(open(), 'plain')).toEqual(from(1, 25))
  })
})

describe('what depends on another resource', () => {
  function tree(failAt: number) {
    const asked: string[] = []
    let count = 0
    const parents = resource({ name: 'parents', resumeKey: 'p' }, async function* ({ resumeFrom }) {
      for (let page = typeof resumeFrom === 'number' ? resumeFrom + 1 : 1; page <= 3; page++) {
        asked.push(`p${page}`)
        yield { rows: [1, 2, 3, 4].map((row) => ({ id: page * 10 + row })), position: page }
      }
    })
    const child = parents.pipe(
      transformer({ name: 'children' }, (parent: { id: number }) => {
        asked.push(`c${parent.id}`)
        count++
        if (count === failAt) throw new SourceError('broke', { code: 'network' })
        return [1, 2].map((n) => ({ id: parent.id * 10 + n }))
      }),
    )
    return { asked, data: source({ name: 's', resources: () => [parents, child] })() }
  }
  const CHILDREN = [1, 2, 3].flatMap((page) =>
    [1, 2, 3, 4].flatMap((row) => [1, 2].map((n) => (page * 10 + row) * 10 + n)),
  )

  it('without positions of its own is read again for the page that it had begun with', async () => {
    const { asked, data } = tree(7)
    await failing(open(), data, { checkpoint: { pages: 1 } })
    asked.length = 0
    await open().run(data, { checkpoint: { pages: 1 } })
    expect(asked).toEqual(['c21', 'c22', 'c23', 'c24', 'p3', 'c31', 'c32', 'c33', 'c34'])
    expect(await ids(open(), 'children')).toEqual(CHILDREN)
    expect(await ids(open(), 'parents')).toHaveLength(12)
  })
})

describe('the state of an unfinished run', () => {
  it('has the cursor where it was, so that whoever knows nothing of the rest loses no row', async () => {
    const newestFirst = (page: number) => ({ id: page * 2, at: 1000 - page })
    const { users } = api({ failAt: 36, first: newestFirst })
    const data = users.with({
      incremental: { cursorPath: 'at', onCursorValueMissing: 'include' },
      primaryKey: 'id',
      writeDisposition: 'merge',
    })
    await failing(open(), data, { checkpoint: { pages: 10 } })
    const state = (await open().state()).sources?.resume?.resources?.users
    expect(state).not.toHaveProperty('incremental')
    expect(state).toHaveProperty('resume.reading.pages', 30)
    const seen = await open().info()
    expect(seen.unfinished).toEqual([{ source: 'resume', resource: 'users', pages: 30 }])
    expect(describePipeline(seen)).toMatch(/goes on with.*users.*30/s)
    expect(state).toHaveProperty('resume.incremental.at.last_value', 999)
    await open().run(data, { checkpoint: { pages: 10 } })
    expect((await open().state()).sources?.resume?.resources?.users).toMatchObject({
      incremental: { at: { last_value: 999 } },
    })
    expect(await ids(open())).toEqual(ALL)
  })

  it('does not let a refresh take away what the run had loaded behind it', async () => {
    const first = api()
    await open().run(first.users)
    const { asked, users } = api({ failAt: 36 })
    const options = { checkpoint: { pages: 10 }, refresh: 'drop_resources' } as const
    await failing(open(), users, options)
    expect(await ids(open())).toEqual(ALL.slice(0, 60))
    const info = await open().run(users, options)
    expect(asked).toEqual([...from(1, 36), ...from(36)])
    expect(info.packages.every(({ dropped }) => dropped.length === 0)).toBe(true)
    expect(await ids(open())).toEqual(ALL)
  })

  it('is given up for a refresh that is new, and the report says so', async () => {
    const { asked, users } = api({ failAt: 36 })
    await failing(open(), users, { checkpoint: { pages: 10 } })
    asked.length = 0
    const info = await open().run(users, { refresh: 'drop_resources' })
    expect(asked).toEqual(from(1))
    expect(await ids(open())).toEqual(ALL)
    expect(info.warnings).toContainEqual(expect.stringContaining('given up for the refresh drop_resources'))
  })

  it('belongs to the resource as it was: another key begins anew and says so', async () => {
    const { users } = api({ failAt: 36 })
    const data = users.with({ writeDisposition: 'merge', primaryKey: 'id' })
    await failing(open(), data, { checkpoint: { pages: 10 } })
    const info = await open().run(data.map((row) => ({ ...row, extra: 1 })))
    expect(info.warnings).toContainEqual(
      expect.stringContaining('Resource users has changed since the run that stopped'),
    )
    expect(await ids(open())).toEqual(ALL)
  })
})

describe('a cursor', () => {
  const incremental = { cursorPath: 'at' }
  const grows = (page: number) => ({ id: page * 2, at: page })

  it('that somebody else has moved on since wins over the position', async () => {
    const { asked, users } = api({ failAt: 36, first: grows })
    const data = users.map((row) => ({ at: 0, id: 0, ...row })).with({ incremental })
    await failing(open(), data, { checkpoint: { pages: 10 } })
    const file = join(folder, 'pipelines', 'resume', 'state.json')
    const state = JSON.parse(await readFile(file, 'utf8'))
    state.sources.resume.resources.users.incremental = {
      at: { initial_value: null, last_value: 38, unique_hashes: [], start_value: null },
    }
    await writeFile(file, JSON.stringify(state))
    asked.length = 0
    const info = await open().run(data)
    expect(info.warnings).toContainEqual(expect.stringContaining('The cursor of users has moved since'))
    expect(asked).toEqual(from(1))
  })

  it('of a run in several packages leaves out and lets in what it does in one', async () => {
    const first = api({ first: grows })
    const read = (users: typeof first.users) =>
      users.with({ incremental: { ...incremental, onCursorValueMissing: 'exclude' } })
    await open().run(read(first.users).limit(10))
    const { users } = api({ failAt: 33, first: grows })
    const options = { checkpoint: { pages: 10 } }
    await failing(open(), read(users), options)
    const info = await open().run(read(users), options)
    expect(await ids(open())).toEqual(from(1).map((page) => page * 2))
    const cursors = info.packages.flatMap(({ report }) => report.cursors ?? [])
    expect(cursors).toMatchObject([{ resource: 'users', from: 10, to: 40 }])
  })
})

describe('an initial value that is counted back from now', () => {
  it('does not make another resource of it: the run goes on from where it began', async () => {
    const { asked, users } = api({ failAt: 36, first: (page) => ({ id: page * 2, at: 1000 - page }) })
    const since = (initialValue: number) =>
      users.with({ incremental: { cursorPath: 'at', initialValue, onCursorValueMissing: 'include' } })
    const options = { checkpoint: { pages: 10 } }
    await failing(open(), since(1), options)
    const info = await open().run(since(2), options)
    expect(asked).toEqual([...from(1, 36), ...from(36)])
    expect(info.resumed).toEqual([{ resource: 'users', pagesBefore: 30, pagesFromLog: 5 }])
    expect(await ids(open())).toEqual(ALL)
  })
})

describe('the page log', () => {
  it('holds rows behind map, so that what map takes out never comes to the disk', async () => {
    const { users } = api({ failAt: 9, first: (page) => ({ id: page, secret: 'Ada Lovelace' }) })
    const data = users.map((row) => ({ id: 'id' in row ? row.id : undefined }))
    await failing(open(), data)
    const logs = (await filesBelow(folder)).filter((file) => file.endsWith('.log'))
    const texts = await Promise.all(logs.map((file) => readFile(file, 'latin1')))
    expect(texts.join('')).toContain('"id":8')
    expect(texts.join('')).not.toContain('Ada')
  })

  it('keeps a page that broke the contract until the contract lets it in', async () => {
    const { asked, users } = api({ first: (page) => (page === 25 ? { id: page * 2, extra: 1 } : { id: page * 2 }) })
    const strict = users.with({ schemaContract: { columns: 'freeze' } })
    await open().run([{ id: 0, name: 'x' }], { tableName: 'users' })
    const told: string[] = []
    const onEvent = (event: RunEvent) => void (event.type === 'warning' && told.push(event.message))
    const options = { checkpoint: { pages: 10 }, onEvent }
    expect(await failing(open(), strict, options)).toMatchObject({
      code: 'contract_columns',
      hint: expect.stringContaining('the next run meets this one again; with resume: false (--no-resume)'),
    })
    expect(told).toEqual([expect.stringMatching(/^2 package\(s\) of this run are loaded and stay: /)])
    expect(await ids(open())).toEqual([0, ...ALL.slice(0, 40)])
    expect(await failing(open(), strict, { checkpoint: { pages: 10 } })).toMatchObject({ code: 'contract_columns' })
    await open().run(strict, { checkpoint: { pages: 10 }, schemaContract: 'evolve' })
    expect(asked.filter((page) => page <= 25)).toEqual(from(1, 25))
    expect(await ids(open())).toEqual([0, ...ALL])
  })
})

describe('a page that cannot be read', () => {
  it('is fetched again by the next run, as are all pages of its resource', async () => {
    const asked: number[] = []
    let isMended = false
    const broken = resource({ name: 'users', resumeKey: 'page' }, function* ({ resumeFrom }) {
      for (let page = typeof resumeFrom === 'number' ? resumeFrom + 1 : 1; page <= 4; page++) {
        asked.push(page)
        const text = page === 3 && !isMended ? '[{"id":3},{"id":' : `[{"id":${page}}]`
        yield { bytes: new TextEncoder().encode(text), position: page }
      }
    })
    expect(await failing(open(), broken)).toMatchObject({ code: 'invalid_json' })
    isMended = true
    await open().run(broken)
    expect(asked).toEqual([1, 2, 3, 1, 2, 3, 4])
    expect(await ids(open())).toEqual([1, 2, 3, 4])
  })
})

describe('a signal', () => {
  it('lets the page under way come in, keeps what was read, and the next run goes on', async () => {
    const { asked, users } = api()
    const controller = new AbortController()
    const reason = new Error('stopped by the user')
    const onEvent = () => {
      if (asked.length === 17) controller.abort(reason)
    }
    expect(await failing(open(), users, { signal: controller.signal, onEvent })).toBe(reason)
    const pending = (await open().info()).packages
    expect(pending.map(({ status }) => status.state)).toEqual(['sealed'])
    await open().run(users)
    expect(asked).toEqual(from(1))
    expect(await ids(open())).toEqual(ALL)
  })
})
