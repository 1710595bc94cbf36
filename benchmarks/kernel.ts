/**
 * How fast JSON bytes become columns: `node benchmarks/kernel.ts FILE.jsonl [rows per page] [folder]`.
 * Prints MB/s of the kernel alone, of ids and pages, and of both; with a folder also of all with Parquet files written there. The plan is learnt from the first rows, outside the timing.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TablePage } from '../src/formats/parquet/plain-page.ts'
import { createParquetWriter } from '../src/formats/parquet/writer.ts'
import type { TableWriter } from '../src/formats/table-writer.ts'
import { createBuilders } from '../src/normalize/builders.ts'
import { createKernel } from '../src/normalize/kernel.ts'
import { learnPlan } from './learn-plan.ts'

const [file = '', perPage = '1000', folder] = process.argv.slice(2)
const body = readFileSync(file)
const lines = body.toString('utf8', 0, 4_000_000).split('\n').slice(0, 1000)
if (lines.length < 1000) lines.pop()
const builders = createBuilders({ loadId: '1732290000.123456' })
const target = learnPlan(
  builders,
  'bench',
  lines.map((line) => JSON.parse(line)),
)
const kernel = createKernel(builders)

let inKernel = 0
let inFlush = 0
let flushes = 0
let rows = 0
let stops = 0
const pages = [...pagesOf(body, Number(perPage))]
const writers = new Map<string, TableWriter>()
for (let round = 0; round < 2; round++) {
  const began = performance.now()
  inKernel = 0
  inFlush = 0
  flushes = 0
  rows = 0
  for (const page of pages) {
    const start = performance.now()
    kernel.page(page, { ...target, format: 'jsonl' })
    let spent = 0
    for (let result = kernel.run(); result.state !== 'done'; result = kernel.run()) {
      if (result.state === 'stop') {
        stops++
        console.error(result, page.toString('utf8', result.at, result.at + 80))
        process.exit(1)
      }
      spent += flush()
      if (folder !== undefined) await Promise.all([...writers.values()].map((writer) => writer.drain()))
    }
    rows += kernel.rows
    inKernel += performance.now() - start - spent
  }
  flush()
  const files = await Promise.all([...writers.values()].map((writer) => writer.close()))
  writers.clear()
  const rate = (ms: number) => Math.round(body.length / 1e3 / ms)
  console.log(
    JSON.stringify({
      rows,
      stops,
      flushes,
      kernel: rate(inKernel),
      flush: rate(inFlush),
      both: rate(inKernel + inFlush),
      ...(folder === undefined ? {} : { all: rate(performance.now() - began), files: files.flat().length }),
      kernelMs: Math.round(inKernel),
      flushMs: Math.round(inFlush),
      rss: Math.round(process.memoryUsage.rss() / 1e6),
      memory: Math.round(builders.space.memory.allocated / 1e6),
    }),
  )
}

function flush(): number {
  const start = performance.now()
  builders.flush(folder === undefined ? () => {} : write)
  flushes++
  const spent = performance.now() - start
  inFlush += spent
  return spent
}

function write(page: TablePage): void {
  let writer = writers.get(page.table)
  if (writer === undefined) {
    writer = createParquetWriter({ nextFile: () => join(folder ?? '', `${randomBytes(5).toString('hex')}.parquet`) })
    writers.set(page.table, writer)
  }
  writer.write(page)
}

function* pagesOf(bytes: Buffer, count: number): Generator<Buffer> {
  let from = 0
  while (from < bytes.length) {
    let to = from
    for (let line = 0; line < count && to < bytes.length; line++) {
      const next = bytes.indexOf(10, to)
      to = next < 0 ? bytes.length : next + 1
    }
    yield bytes.subarray(from, to)
    from = to
  }
}
