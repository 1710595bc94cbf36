import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { duckdb, pipeline, resource } from '../../src/index.ts'
import type { DltProcess } from './dlt-process.ts'
import { NO_PYTHON } from './python.ts'
import { loadsOf, scenarioText } from './scenario.ts'
import { useDlt } from './use-dlt.ts'

const ROWS = [
  { id: 1, name: 'Ada', score: 1.5, when: '2024-01-02T03:04:05.000006Z', tags: ['a', 'b'], meta: { big: 2 ** 40 } },
  { id: 2, name: "O'Hara", score: 2.5, when: '2024-01-03T00:00:00Z', tags: [], meta: { big: 1 } },
  { id: 3, name: 'Łódź', score: 0.25, when: '2024-02-01T00:00:00Z', tags: ['c'], meta: { big: 0 } },
]
const COUNTS = { t: 3, t__tags: 3, _dlt_loads: 1, _dlt_version: 1, _dlt_pipeline_state: 1 }
const QUERIES = [
  { table: 't', select: ['id', 'name', 'meta__big'], where: [['score', 'gt', 1]], order_by: ['id'] },
  { table: 't__tags', select: ['value', '_dlt_list_idx'], where: [['value', 'in', ['b', 'c']]], order_by: ['value'] },
  { table: 't', select: ['name'], order_by: ['score'], limit: 1 },
]
const ANSWERS = [
  [
    [1, 'Ada', 2 ** 40],
    [2, "O'Hara", 1],
  ],
  [
    ['b', 1],
    ['c', 0],
  ],
  [['Łódź']],
]

const left = z.object({
  state: z.record(z.string(), z.unknown()),
  pipeline: z.object({ first_run: z.boolean(), schema_names: z.array(z.string()).nullable() }),
  schemas: z.record(z.string(), z.object({ version_hash: z.string() })),
})
const read = z.object({
  tables: z.array(z.string()),
  row_counts: z.record(z.string(), z.number()),
  rows: z.array(z.array(z.array(z.unknown()))),
})

const dlt = useDlt()
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-datasets-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function ours(name: string, machine = 'data') {
  const destination = duckdb({ path: join(folder, 'p.duckdb') })
  return pipeline({ name, destination, dataset: 'ds', dataDir: join(folder, machine), projectDir: folder, env: {} })
}

const theirs = (name: string) => ({
  where: { kind: 'duckdb', file: join(folder, 'p.duckdb') },
  dataset: 'ds',
  folder: join(folder, 'their'),
  name,
})

async function loadWithDlt(process: DltProcess, name: string, hints: Parameters<typeof loadsOf>[1] = {}) {
  const scenario = scenarioText(loadsOf('loads', hints, [ROWS]))
  const request = { op: 'play', ...theirs(name), scenario, index: 0 }
  const { error } = z.object({ error: z.unknown() }).parse(await process.ask(request))
  expect(error).toBeNull()
}

async function loadWithTolva(name: string): Promise<void> {
  const table = resource({ name: 't' }, async function* (context) {
    context.state.by = name
    yield { rows: ROWS }
  })
  await ours(name).run(table)
}

async function readWithTolva(machine: string): Promise<unknown[]> {
  const reader = ours('p', machine)
  await reader.sync()
  const dataset = reader.dataset()
  expect(await dataset.rowCounts({ systemTables: true })).toEqual(COUNTS)
  const relations = [
    dataset.table('t').select('id', 'name', 'meta__big').where('score', 'gt', 1).orderBy('id'),
    dataset.table('t__tags').select('value', '_dlt_list_idx').where('value', 'in', ['b', 'c']).orderBy('value'),
    dataset.table('t').select('name').orderBy('score').limit(1),
  ]
  return Promise.all(relations.map(async (relation) => (await relation.grid()).rows))
}

describe('a dataset', () => {
  test('that tolva loaded is read by dlt.dataset()', async ({ skip }) => {
    const process = dlt()
    if (process === undefined) return skip(NO_PYTHON)
    await loadWithTolva('p')
    const answer = read.parse(await process.ask({ op: 'read_relations', ...theirs('p'), queries: QUERIES }))
    expect(answer.tables).toEqual(expect.arrayContaining(['t', 't__tags']))
    expect(answer.row_counts).toEqual(COUNTS)
    expect(answer.rows).toEqual(ANSWERS)
    expect(await readWithTolva('data')).toEqual(ANSWERS)
  })

  test('that dlt loaded is read by tolva on a machine that never saw it', async ({ skip }) => {
    const process = dlt()
    if (process === undefined) return skip(NO_PYTHON)
    await loadWithDlt(process, 'p')
    expect(await readWithTolva('elsewhere')).toEqual(ANSWERS)
  })
})

describe('two pipelines in one dataset', () => {
  test('keep their own state, whichever tool runs and restores them', async ({ skip }) => {
    const process = dlt()
    if (process === undefined) return skip(NO_PYTHON)
    await loadWithDlt(process, 'one', { set_state: { by: 'dlt' } })
    await loadWithTolva('two')

    const one = ours('one', 'elsewhere')
    expect(await one.sync()).toMatchObject({ outcome: 'restored' })
    expect(await one.state()).toMatchObject({ sources: { one: { resources: { t: { by: 'dlt' } } } } })
    expect([...(await one.schemas()).keys()]).toEqual(['one'])

    const two = left.parse(await process.ask({ op: 'sync', ...theirs('two') }))
    expect(two.pipeline.first_run).toBe(false)
    expect(two.state).toEqual({ two: { resources: { t: { by: 'two' } } } })
    expect(Object.keys(two.schemas)).toEqual(['two'])
    expect(two.schemas.two?.version_hash).toBe((await ours('two').schemas()).get('two')?.version_hash)
  })

  test('may load the same table one after the other', async ({ skip }) => {
    const process = dlt()
    if (process === undefined) return skip(NO_PYTHON)
    await loadWithDlt(process, 'one')
    await loadWithTolva('two')
    await loadWithDlt(process, 'one')
    expect(await ours('two').dataset().table('t').count()).toBe(9)
    expect(await ours('two').dataset().table('t__tags').count()).toBe(9)
  })
})
