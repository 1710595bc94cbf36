import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reportEvent } from '../../src/dashboard/api/reports.ts'
import { checkReport } from '../../src/explore/report/check-report.ts'
import { listReports, reportFile } from '../../src/explore/report/list-reports.ts'
import type { CellOutput, ReportEvent } from '../../src/explore/report/report-event.ts'
import { type RunReportOptions, runReport } from '../../src/explore/report/run-report.ts'
import { watchReport } from '../../src/explore/report/watch-report.ts'
import { decimal, duckdb, pipeline, resource } from '../../src/index.ts'

let folder: string
let options: RunReportOptions

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tolva-reports-'))
  const dataDir = path.join(folder, 'data')
  options = { dataDir }
  const loaded = pipeline({
    name: 'people_pipeline',
    destination: duckdb({ path: path.join(folder, 'people.duckdb') }),
    dataset: 'people_data',
    dataDir,
    projectDir: folder,
    env: {},
  })
  const rows = Array.from({ length: 10 }, (_, id) => ({ id, plan: ['free', 'team'][id % 2], price: decimal('1.50') }))
  await loaded.run(resource({ name: 'people' }, rows))
})

afterAll(() => rm(folder, { recursive: true }))

async function written(name: string, text: string): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, text)
  return file
}

async function eventsOf(file: string, more: RunReportOptions = {}): Promise<readonly ReportEvent[]> {
  const events: ReportEvent[] = []
  for await (const event of runReport(file, { ...options, ...more })) events.push(reportEvent.parse(event))
  return events
}

function outputs(events: readonly ReportEvent[]): Readonly<Record<string, CellOutput>> {
  return Object.fromEntries(events.flatMap((one) => (one.event === 'cell' ? [[one.data.name, one.data.output]] : [])))
}

const HEAD = `import type { ReportContext } from 'tolva/explore'
export const title = 'People'
export const pipeline = 'people_pipeline'
`

describe('a report', () => {
  test('gives what its cells return, in the order of the file', async () => {
    const file = await written(
      'people.explore.ts',
      `${HEAD}
export async function plans({ sql }: ReportContext) {
  return sql\`select plan, count(*) as people, sum(price) as price from people where id < \${6} group by 1 order by 1\`
}
export const chart = async ({ sql }: ReportContext) => ({
  mark: 'bar',
  data: { values: await sql('select plan, count(*) as people from people group by 1') },
  encoding: { x: { field: 'plan', type: 'nominal' }, y: { field: 'people', type: 'quantitative' } },
})
export const aText = () => '# Hello <script>'
aText.title = 'Greeting'
export const relation = ({ dataset }: ReportContext) => dataset.table('people').select('id').limit(2)
export const profiled = async ({ profile }: ReportContext) => ({ rows: (await profile('people')).rows })
`,
    )
    const events = await eventsOf(file)
    expect(events[0]).toEqual({
      event: 'begin',
      data: {
        title: 'People',
        pipeline: 'people_pipeline',
        cells: ['plans', 'chart', 'aText', 'relation', 'profiled'],
      },
    })
    expect(events.at(-1)).toMatchObject({ event: 'end' })
    const { plans, chart, aText, relation, profiled } = outputs(events)
    expect(plans).toMatchObject({
      columns: [{ name: 'plan' }, { name: 'people' }, { name: 'price' }],
      rows: [
        ['free', 3, 4.5],
        ['team', 3, 4.5],
      ],
    })
    expect(chart).toMatchObject({ kind: 'chart', spec: { mark: 'bar' }, vega: { marks: expect.any(Array) } })
    expect(aText).toEqual({ kind: 'text', markdown: '# Hello <script>', html: '<h1>Hello &lt;script&gt;</h1>' })
    expect(relation).toMatchObject({ kind: 'rows', rows: [[0], [1]], more: false })
    expect(profiled).toMatchObject({ rows: [['rows', 10]] })
    expect(events.find((one) => one.event === 'cell' && one.data.name === 'aText')?.data).toMatchObject({
      title: 'Greeting',
    })
  })

  test.for([
    ['does not parse', 'export const a = (', { code: 'cell_failed', message: expect.stringContaining('SyntaxError') }],
    ['exports no function', 'export const title = 1', { code: 'report_without_cells' }],
    [
      'needs a package that is not there',
      "import 'no-such-package'",
      { code: 'missing_package', hint: 'npm install no-such-package' },
    ],
    [
      'names no pipeline of this machine',
      "export const pipeline = 'x'\nexport const a = () => 1",
      { code: 'unknown_pipeline' },
    ],
  ] as const)('that %s fails as a whole', async ([name, text, problem]) => {
    const file = await written(`whole-${name.replaceAll(' ', '-')}.explore.ts`, text)
    expect(await eventsOf(file)).toMatchObject([{ event: 'failed', data: problem }])
  })

  test('is stopped by a signal', async () => {
    const file = await written('long.explore.ts', `${HEAD}export const hangs = () => { for (;;) {} }\n`)
    const stop = new AbortController()
    const events: string[] = []
    for await (const { event } of runReport(file, { ...options, signal: stop.signal })) {
      events.push(event)
      stop.abort()
    }
    expect(events).toEqual(['begin'])
  })

  test('is checked: each cell must give something', async () => {
    const file = await written(
      'checked.explore.ts',
      `${HEAD}
export const good = ({ sql }: ReportContext) => sql\`select 1 as one\`
export const empty = ({ sql }: ReportContext) => sql\`select id from people where id < 0\`
export const bad = () => { throw new Error('no') }
`,
    )
    expect(await checkReport(file, options)).toMatchObject([
      { name: 'good', gave: '1 rows' },
      { name: 'empty', problem: 'it gave no rows' },
      { name: 'bad', problem: 'Error: no' },
    ])
  })

  test('runs again when it or what it imports is saved', async () => {
    await written('number.ts', 'export const number: number = 1\n')
    const file = await written(
      'watched.explore.ts',
      `import { number } from './number.ts'\nexport const a = () => [number]\n`,
    )
    const stop = new AbortController()
    const seen: unknown[] = []
    for await (const { event, data } of watchReport(file, { ...options, signal: stop.signal })) {
      if (event === 'failed') stop.abort()
      if (event !== 'cell' || data.output.kind !== 'rows') continue
      seen.push(data.output.rows[0]?.[0])
      if (seen.length === 1) await written('number.ts', 'export const number: number = 2\n')
      // As editors do: another file takes its place.
      if (seen.length === 2) {
        await rename(await written('new-file.ts', 'export const a = () => [3]\n'), file)
      }
      if (seen.length === 3) stop.abort()
    }
    expect(seen).toEqual([1, 2, 3])
  })
})

describe('reports of a folder', () => {
  test('are listed with their pipelines, and no other file can be named', async () => {
    const listed = await listReports(folder)
    expect(listed.find(({ report }) => report === 'people')).toMatchObject({
      file: path.join(folder, 'people.explore.ts'),
      pipeline: 'people_pipeline',
    })
    expect(await reportFile(folder, 'people')).toBe(path.join(folder, 'people.explore.ts'))
    for (const name of ['../people', 'number', 'people.explore.ts', '']) {
      await expect(reportFile(folder, name)).rejects.toMatchObject({ code: 'unknown_report' })
    }
    expect(await listReports(path.join(folder, 'not-there'))).toEqual([])
    expect(await readFile(path.join(folder, 'people.explore.ts'), 'utf8')).toContain('tolva/explore')
  })
})
