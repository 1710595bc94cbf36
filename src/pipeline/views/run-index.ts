import { rename, writeFile } from 'node:fs/promises'
import type { WorkingFolder } from '../../package/working-folder.ts'
import { TEMPORARY_SUFFIX } from '../../storage/local.ts'
import { readRun, runNames, type Trace } from '../trace.ts'
import { type RunSummary, runSummary } from './run-summary.ts'

const INDEX = 'runs.json'
const VERSION = 1

/** The runs that are remembered in one line each, the newest first; their records are read where the index does not know them. */
export async function runSummaries(folder: WorkingFolder): Promise<readonly RunSummary[]> {
  const known = await readIndex(folder)
  const runs = await Promise.all(
    (await runNames(folder)).toReversed().map(async (run) => {
      const summary = known.get(run)
      if (summary !== undefined) return summary
      const trace = await readRun(folder, run)
      return trace && runSummary(trace)
    }),
  )
  return runs.filter((run) => run !== undefined)
}

/** Adds a run to the index, so that a list of pipelines need not read all records. It is not forced to the disk: it can be made again. */
export async function indexRun(folder: WorkingFolder, trace: Trace, names: readonly string[]): Promise<void> {
  const known = await readIndex(folder)
  known.set(trace.run, runSummary(trace))
  const runs = names.flatMap((name) => known.get(name) ?? [])
  const path = folder.storage.localPath(INDEX)
  await writeFile(`${path}${TEMPORARY_SUFFIX}`, `${JSON.stringify({ version: VERSION, runs })}\n`, { mode: 0o600 })
  await rename(`${path}${TEMPORARY_SUFFIX}`, path)
}

async function readIndex({ storage }: WorkingFolder): Promise<Map<string, RunSummary>> {
  try {
    const bytes = await storage.get(INDEX)
    const value: unknown = bytes && JSON.parse(Buffer.from(bytes).toString('utf8'))
    return isIndex(value) ? new Map(value.runs.map((run) => [run.run, run])) : new Map()
  } catch {
    return new Map()
  }
}

function isIndex(value: unknown): value is { readonly runs: readonly RunSummary[] } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    value.version === VERSION &&
    'runs' in value &&
    Array.isArray(value.runs) &&
    value.runs.every(isSummary)
  )
}

/** What is wrong in one is no better in the others: they are read from the records then. */
function isSummary(value: unknown): value is RunSummary {
  if (typeof value !== 'object' || value === null) return false
  const all = (type: string, ...keys: readonly (keyof RunSummary)[]) =>
    keys.every((key) => typeof Reflect.get(value, key) === type)
  return (
    all('string', 'run', 'startedAt', 'finishedAt', 'outcome') &&
    all('number', 'seconds', 'rows', 'packages', 'warnings', 'resumed') &&
    'rowCounts' in value &&
    typeof value.rowCounts === 'object' &&
    'added' in value &&
    Array.isArray(value.added)
  )
}
