import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reportEvent } from '../../src/dashboard/api/reports.ts'
import type { CellOutput, ReportEvent } from '../../src/explore/report/report-event.ts'
import { type RunReportOptions, runReport } from '../../src/explore/report/run-report.ts'
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

test('a report goes on after cells that throw, hang or end the process', async () => {
  const file = await written(
    'broken-cells.explore.ts',
    `${HEAD}
export const throws = () => { throw new Error('no good') }
export const hangs = () => { for (;;) {} }
export const waits = () => new Promise(() => setInterval(() => {}, 1000))
export const exits = () => process.exit(3)
export const nothing = () => undefined
export const badSql = ({ sql }: ReportContext) => sql\`select nme from people\`
export const writes = ({ sql }: ReportContext) => sql\`delete from people\`
export const prints = () => { console.log('by the way'); return [1, 2] }
`,
  )
  const events = await eventsOf(file, { timeoutMs: 4000 })
  const found = outputs(events)
  expect(found).toMatchObject({
    throws: {
      code: 'cell_failed',
      message: 'Error: no good',
      stack: expect.stringContaining('broken-cells.explore.ts:5'),
    },
    hangs: { code: 'cell_timed_out', message: 'hangs took longer than 4 s and was stopped' },
    waits: { code: 'cell_timed_out' },
    exits: { code: 'report_crashed', message: 'the process ended while exits ran' },
    nothing: { code: 'cell_without_output', message: 'nothing returned nothing' },
    badSql: { kind: 'error', message: expect.stringContaining('nme') },
    writes: { code: 'sql_not_read_only' },
    prints: { kind: 'rows', rows: [[1], [2]] },
  })
  expect(Object.keys(found)).toHaveLength(8)
  expect(events.find((one) => one.event === 'cell' && one.data.name === 'prints')?.data).toMatchObject({
    printed: 'by the way',
  })
  expect(events.filter(({ event }) => event === 'begin')).toHaveLength(1)
  expect(events.at(-1)).toMatchObject({ event: 'end' })
})
