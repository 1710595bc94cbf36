import type { LookupTrace } from '../config/config-place.ts'
import type { RunError } from '../contracts/run-progress.ts'
import { journaledRuns } from '../package/run-journal/journal-name.ts'
import type { WorkingFolder } from '../package/working-folder.ts'
import type { Engine } from './engine.ts'
import type { LoadInfoData } from './load-info.ts'
import { readRecord } from './read-record.ts'
import type { RunOptions } from './run-options.ts'
import { indexRun } from './views/run-index.ts'

const NEWEST = 'trace.json'
const RUNS = 'traces/'
/** How many runs are remembered unless something else is asked for. */
const KEPT = 20
const DIGITS = 8

/** The record of one run, readable by people and programs: what `tolva pipeline <name> trace` prints. */
export interface Trace extends LoadInfoData {
  /** Of this form; a reader refuses what it does not know. */
  readonly version: 1
  /** Its name among those that are kept. */
  readonly run: string
  /** What the run was asked for. */
  readonly asked: AskedOptions
  readonly error?: RunError
  /** Where configuration was looked for; never the values. */
  readonly config: readonly LookupTrace[]
}

/** Options of a run as they can be written down. */
export type AskedOptions = Pick<RunOptions, 'select' | 'limit' | 'refresh' | 'writeDisposition' | 'tableName'>

/** The name that the record of a run will have: one more than those of earlier runs, recorded or not. Only under the lease. */
export async function nextRun(folder: WorkingFolder, startedAt: string): Promise<string> {
  const names = [...(await runNames(folder)), ...journalsIn(folder)]
  const number = Math.max(0, ...names.map(numberOf)) + 1
  return `${String(number).padStart(DIGITS, '0')}-${startedAt.replaceAll(':', '-')}`
}

function journalsIn(folder: WorkingFolder): readonly string[] {
  try {
    return journaledRuns(folder)
  } catch {
    // No run depends on its journal.
    return []
  }
}

/** Writes the record of a run beside those of the runs before it; the oldest is forgotten. */
export async function writeTrace(engine: Engine, trace: Omit<Trace, 'config' | 'version'>): Promise<void> {
  const whole: Trace = { version: 1, ...trace, config: engine.reader.traces() }
  const text = `${JSON.stringify(whole, null, 2)}\n`
  const { storage } = engine.folder
  await storage.put(keyOf(trace.run), text)
  await storage.put(NEWEST, text)
  const names = await runNames(engine.folder)
  const kept = Math.max(1, engine.keep.traces ?? KEPT)
  for (const old of names.slice(0, -kept)) await storage.delete(keyOf(old))
  await indexRun(engine.folder, whole, names.slice(-kept))
}

/** Names of recorded runs, the oldest first. They are numbered, because the clock may be set back between two runs. */
export async function runNames({ storage }: WorkingFolder): Promise<readonly string[]> {
  const names = (await storage.list(RUNS)).map((key) => key.slice(RUNS.length).replace(/\.json$/, ''))
  return names.toSorted((a, b) => numberOf(a) - numberOf(b) || (a < b ? -1 : 1))
}

const keyOf = (run: string): string => `${RUNS}${run}.json`

/** 0 for a record of an older version, which begins with its year. */
function numberOf(name: string): number {
  const digits = /^\d+(?=-)/.exec(name)?.[0] ?? ''
  return digits.length === DIGITS ? Number(digits) : 0
}

/** What is worth writing down of a run's options. */
export function askedOptions({ select, limit, refresh, writeDisposition, tableName }: RunOptions): AskedOptions {
  return {
    ...(select === undefined ? {} : { select }),
    ...(limit === undefined ? {} : { limit }),
    ...(refresh === undefined ? {} : { refresh }),
    ...(writeDisposition === undefined ? {} : { writeDisposition }),
    ...(tableName === undefined ? {} : { tableName }),
  }
}

/** The record of the last run; undefined before the first. */
export async function readTrace(folder: WorkingFolder): Promise<Trace | undefined> {
  const newest = await read(folder, NEWEST)
  if (newest === undefined || newest.run !== '') return newest
  const names = await runNames(folder)
  return { ...newest, run: names.findLast((name) => name.endsWith(newest.startedAt.replaceAll(':', '-'))) ?? 'last' }
}

/** The records of the last runs, the newest first. */
export async function readTraces(folder: WorkingFolder): Promise<readonly Trace[]> {
  const names = (await runNames(folder)).toReversed()
  const traces = await Promise.all(names.map((name) => readRun(folder, name)))
  return traces.filter((trace) => trace !== undefined)
}

/** One of them, by its name. */
export async function readRun(folder: WorkingFolder, run: string): Promise<Trace | undefined> {
  const trace = (await runNames(folder)).includes(run) ? await read(folder, keyOf(run)) : undefined
  return trace && { ...trace, run }
}

async function read(folder: WorkingFolder, key: string): Promise<Trace | undefined> {
  const bytes = await folder.storage.get(key)
  return bytes === undefined ? undefined : readRecord(Buffer.from(bytes).toString('utf8'))
}
