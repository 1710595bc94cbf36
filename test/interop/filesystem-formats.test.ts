import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { filesystem } from '../../src/destinations/filesystem/index.ts'
import { decimal, pipeline, resource } from '../../src/index.ts'
import { PATIENCE } from './handover.ts'
import { NO_PYTHON } from './python.ts'
import { loadsOf, scenarioText } from './scenario.ts'
import { useDlt } from './use-dlt.ts'

const COLUMNS = {
  price: { data_type: 'decimal' },
  day: { data_type: 'date' },
  raw: { data_type: 'binary' },
  doc: { data_type: 'json' },
}
const row = (id: number) => ({
  id,
  name: `n${id} "quoted", Łódź`,
  score: id + 0.5,
  flag: id % 2 === 0,
  at: `2024-01-0${id}T03:04:05.000006Z`,
  tags: [`a${id}`, `b${id}`],
})
const THEIRS = (id: number) => ({
  ...row(id),
  price: { $decimal: `${id}.25` },
  day: { $date: `2024-02-0${id}` },
  raw: { $bytes: 'AGEi' },
  doc: { x: [id] },
})
const OURS = (id: number) => ({
  ...row(id),
  price: decimal(`${id}.25`),
  day: `2024-02-0${id}`,
  raw: new Uint8Array([0, 97, 34]),
  doc: { x: [id] },
})
const SELECT = ['id', 'name', 'score', 'flag', 'at', 'price', 'day', 'raw', 'doc']
const QUERIES = [
  { table: 't', select: SELECT, order_by: ['id'] },
  { table: 't__tags', select: ['value'], order_by: ['value'] },
]
const read = z.object({ row_counts: z.record(z.string(), z.number()), rows: z.array(z.array(z.array(z.unknown()))) })

const dlt = useDlt()
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tolva-formats-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const ours = () =>
  pipeline({
    name: 'p',
    destination: filesystem(join(folder, 'lake')),
    dataset: 'ds',
    dataDir: join(folder, 'data'),
    projectDir: folder,
    env: {},
  })

async function ourRun(id: number) {
  const columns = {
    price: { dataType: 'decimal' },
    day: { dataType: 'date' },
    raw: { dataType: 'binary' },
    doc: { dataType: 'json' },
  } as const
  await ours().run(resource({ name: 't', columns }, [OURS(id)]))
}

async function extensions(): Promise<readonly string[]> {
  const files = [...(await readdir(join(folder, 'lake/ds/t'))), ...(await readdir(join(folder, 'lake/ds/t__tags')))]
  return [...new Set(files.map((file) => file.replace(/^\d+\.\d+\.\w+\./, '')))].toSorted()
}

describe.each([
  ['jsonl', 'jsonl.gz', undefined],
  ['csv', 'csv.gz', 'csv'],
  ['parquet', 'parquet', 'parquet'],
] as const)('files of dlt as %s', (_name, extension, format) => {
  const where = () => ({
    kind: 'filesystem',
    url: join(folder, 'lake'),
    ...(format !== undefined && { format }),
  })

  test('are continued by tolva in the same format, and again by dlt, and both read all of them', {
    timeout: PATIENCE,
  }, async ({ skip }) => {
    const process = dlt()
    if (process === undefined) return skip(NO_PYTHON)
    const scenario = scenarioText(loadsOf('formats', { columns: COLUMNS }, [[THEIRS(1)], [], [THEIRS(3)]]))
    const theirRun = async (index: number) => {
      const request = {
        op: 'play',
        where: where(),
        dataset: 'ds',
        folder: join(folder, 'their'),
        name: 'p',
        scenario,
        index,
      }
      expect(z.object({ error: z.unknown() }).parse(await process.ask(request)).error).toBeNull()
    }
    await theirRun(0)
    await ourRun(2)
    await rm(join(folder, 'their'), { recursive: true })
    await theirRun(2)
    expect(await extensions()).toEqual([extension])
    const request = {
      op: 'read_relations',
      where: where(),
      dataset: 'ds',
      folder: join(folder, 'reader'),
      queries: QUERIES,
    }
    const { rows, row_counts: counts } = read.parse(await process.ask({ ...request, name: 'p' }))
    expect(counts).toEqual({
      t: 3,
      t__tags: 6,
      _dlt_loads: 3,
      _dlt_version: expect.any(Number),
      _dlt_pipeline_state: 1,
    })
    expect(rows[0]).toEqual(
      [1, 2, 3].map((id) => [
        id,
        row(id).name,
        row(id).score,
        row(id).flag,
        { $datetime: `2024-01-0${id}T03:04:05.000006+00:00` },
        { $decimal: `${id}.250000000` },
        { $date: `2024-02-0${id}` },
        { $bytes: 'AGEi' },
        expect.stringMatching(new RegExp(`^\\{"x":\\s*\\[${id}\\]\\}$`)),
      ]),
    )
    expect(rows[1]).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'b3'].map((value) => [value]))
    const mine = await ours()
      .dataset()
      .table('t')
      .select(...SELECT)
      .orderBy('id')
      .rows()
    expect(mine).toEqual(
      [1, 2, 3].map((id) => ({
        ...Object.fromEntries(Object.entries(row(id)).filter(([key]) => key !== 'tags')),
        at: row(id).at,
        price: `${id}.250000000`,
        day: `2024-02-0${id}`,
        raw: new Uint8Array([0, 97, 34]),
        doc: { x: [id] },
      })),
    )
    expect(await ours().dataset().rowCounts()).toEqual({ t: 3, t__tags: 6 })
  })
})

test('system files are those of dlt', async () => {
  await ourRun(1)
  const lake = join(folder, 'lake/ds')
  const [loads, versions, states] = await Promise.all(
    ['_dlt_loads', '_dlt_version', '_dlt_pipeline_state'].map((table) => readdir(join(lake, table))),
  )
  const loadId = (await ours().dataset().loads())[0]?.loadId
  expect(await readFile(join(lake, 'init'), 'utf8')).toBe('{"initial_version":2,"current_version":2}')
  expect(loads).toEqual([`p__${loadId}.jsonl`])
  expect(versions).toEqual([expect.stringMatching(/^p__\d+\.\d+__[0-9a-f]{64}\.jsonl$/)])
  expect(states).toEqual([expect.stringMatching(new RegExp(`^p__${loadId}__[0-9a-f]{64}\\.jsonl$`))])
  const load: unknown = JSON.parse(await readFile(join(lake, '_dlt_loads', loads?.[0] ?? ''), 'utf8'))
  expect(load).toEqual({
    load_id: loadId,
    schema_name: 'p',
    status: 0,
    inserted_at: expect.any(String),
    schema_version_hash: expect.any(String),
  })
})
