import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { duckdb, pipeline } from '../index.ts'
import { pipelineGlances, readProgress, readRunSummaries } from '../inspect.ts'

let folder: string
let journal: string
let index: string
let whole: { readonly journal: Buffer; readonly index: Buffer }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-torn-'))
  await run(1)
  await run(2)
  const live = join(working(), 'live')
  journal = join(live, (await readdir(live))[0] ?? '')
  index = join(working(), 'runs.json')
  whole = { journal: await readFile(journal), index: await readFile(index) }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const place = () => ({ dataDir: join(folder, 'data') })
const working = (name = 'crm') => join(folder, 'data', 'pipelines', name)

function run(id: number, name = 'crm') {
  const destination = duckdb({ path: join(folder, `${name}.duckdb`) })
  const one = pipeline({ name, destination, projectDir: folder, env: {}, ...place() })
  return one.run([{ id, tags: ['a'] }], { tableName: 'users' })
}

/** What a person sees of the two. */
const seen = async () => ({
  progress: await readProgress('crm', place()),
  runs: await readRunSummaries('crm', place()),
  glances: await pipelineGlances(place()),
})

test('a journal that was cut at any byte says what it still says, or nothing', async () => {
  for (let end = 0; end < whole.journal.length; end += 5) {
    await writeFile(journal, whole.journal.subarray(0, end))
    const progress = await readProgress('crm', place())
    // The record of the run knows its end.
    expect([undefined, 'completed']).toContain(progress?.status)
  }
  await writeFile(journal, whole.journal)
  expect((await seen()).progress).toMatchObject({ status: 'completed', resources: [{ rows: 1 }] })
})

test('an index that was cut at any byte is made of the records again', async () => {
  const { runs, glances } = await seen()
  expect(runs).toHaveLength(2)
  for (let end = 0; end < whole.index.length - 1; end += 7) {
    await writeFile(index, whole.index.subarray(0, end))
    expect(await readRunSummaries('crm', place())).toEqual(runs)
  }
  expect(await pipelineGlances(place())).toEqual(glances)
})

const GARBAGE = [
  '',
  '\0\0\0\0',
  'null\n',
  '[]\n',
  '{}\n',
  '{"v":99,"t":0}\n{"t":1,"resources":[]}\n',
  '{"v":1}\n',
  '{"v":1,"t":"soon"}\n',
  '{"v":1,"t":0,"tables":5}\n',
  '{"v":1,"t":0,"tables":[null],"steps":[null]}\n{"t":3,"warnings":7}\n',
  `{"v":1,"t":0,"step":${'['.repeat(100_000)}`,
  `${'x'.repeat(3_000_000)}\n`,
]

test.each(GARBAGE.map((text) => [text.slice(0, 60), text]))(
  'a journal of garbage fails nobody: %s',
  async (_, text) => {
    await writeFile(journal, text)
    const { runs, glances } = await seen()
    expect(runs).toHaveLength(2)
    expect(glances).toMatchObject([{ name: 'crm', lastRun: { rows: 2 } }])
    expect(glances[0]?.problem).toBeUndefined()
  },
)

test.each([
  '',
  '\0\0\0\0',
  'null',
  '{"version":2,"runs":[]}',
  '{"version":1,"runs":{}}',
  '{"version":1,"runs":[null]}',
  '{"version":1,"runs":[{}]}',
  '{"version":1,"runs":[{"run":5}]}',
  'of a run, but nothing else of it',
])('an index of garbage fails nobody: %s', async (text) => {
  await writeFile(index, whole.index)
  const { runs, glances } = await seen()
  const bare = JSON.stringify({ version: 1, runs: runs.map((one) => ({ run: one.run })) })
  await writeFile(index, text.startsWith('of a run') ? bare : text)
  expect(await readRunSummaries('crm', place())).toEqual(runs)
  expect(await pipelineGlances(place())).toEqual(glances)
})

test('a run goes on where neither can be read, and writes both anew', async () => {
  await writeFile(journal, 'garbage')
  await writeFile(index, 'garbage')
  await run(3)
  expect(await readdir(join(working(), 'live'))).toHaveLength(1)
  const { progress, runs } = await seen()
  expect(progress).toMatchObject({ status: 'completed', resources: [{ name: 'users', rows: 1 }] })
  expect(runs).toHaveLength(3)
  expect(JSON.parse(await readFile(index, 'utf8')).runs).toMatchObject([{ run: runs[0]?.run }])
})

test('a run goes on where neither can be written', async () => {
  await mkdir(join(working('held'), 'runs.json', 'in the way'), { recursive: true })
  await writeFile(join(working('held'), 'live'), 'in the way')
  for (const id of [1, 2]) expect((await run(id, 'held')).rowCounts).toMatchObject({ users: 1 })
  expect(await readProgress('held', place())).toBeUndefined()
  expect(await readRunSummaries('held', place())).toHaveLength(2)
  expect(await pipelineGlances(place())).toMatchObject([{ name: 'crm' }, { name: 'held', recentRows: [2, 2] }])
})
