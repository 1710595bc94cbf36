import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { FaultFound } from './fault-found.ts'
import { PIPELINE, STORE } from './load-job.ts'

/** What a pipeline that rests may have in its working folder. */
const BELONGS = [
  /^state\.json$/,
  /^trace\.json$/,
  /^runs\.json$/,
  /^live\/[^/]+\.jsonl$/,
  /^traces\/[^/]+\.json$/,
  /^schemas\/chatbot_source\.schema\.json$/,
  /^packages\/[\d.]+\/(manifest|status|restore)\.json$/,
]

/** Of a run and of counting its steps. */
const MAY_STAND = ['data', STORE, 'crash.duckdb', 'steps.json', 'steps.json.lost', 'steps.json.ended']

/** Files that a killed run left and nobody took away, and packages that nobody loaded. */
export async function leftBehind(folder: string): Promise<readonly FaultFound[]> {
  const working = join(folder, 'data', 'pipelines', PIPELINE)
  const files = await filesBelow(working)
  const strays = files.filter((file) => !BELONGS.some((one) => one.test(file)))
  const beside = (await readdir(folder)).filter((name) => !MAY_STAND.includes(name))
  const waiting: string[] = []
  for (const manifest of files.filter((file) => file.endsWith('/manifest.json'))) {
    const status = manifest.replace('manifest.json', 'status.json')
    const text = files.includes(status) ? await readFile(join(working, status), 'utf8') : ''
    if (!text.includes('"loaded"')) waiting.push(manifest)
  }
  const grown = await grownRecords(working, files)
  return [
    ...grown.map((what) => ({ kind: 'left behind' as const, count: 1, what })),
    ...[...strays, ...beside].map((name) => ({ kind: 'left behind' as const, count: 1, what: `${name} was left` })),
    ...waiting.map((name) => ({ kind: 'left behind' as const, count: 1, what: `${name} is not loaded` })),
  ]
}

/** Records that would make the folder grow with each run. */
async function grownRecords(working: string, files: readonly string[]): Promise<readonly string[]> {
  const journals = files.filter((file) => file.startsWith('live/'))
  const records = files.filter((file) => file.startsWith('traces/')).length
  const index: unknown = files.includes('runs.json')
    ? JSON.parse(await readFile(join(working, 'runs.json'), 'utf8'))
    : undefined
  const indexed = typeof index === 'object' && index !== null && 'runs' in index ? index.runs : []
  const grown: string[] = []
  if (journals.length > 1) grown.push(`${journals.length} journals were left: ${journals.join(', ')}`)
  if (!Array.isArray(indexed) || indexed.length > records) {
    grown.push(`runs.json has ${Array.isArray(indexed) ? indexed.length : 'no list of'} runs, ${records} are recorded`)
  }
  return grown
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() || entry.name === 'files')
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
}
