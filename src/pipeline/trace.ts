import type { LookupTrace } from '../config/config-place.ts'
import type { WorkingFolder } from '../package/working-folder.ts'
import type { Engine } from './engine.ts'
import type { LoadInfoData } from './load-info.ts'
import type { RunOptions } from './run-options.ts'

const NEWEST = 'trace.json'
const RUNS = 'traces/'
/** How many runs are remembered unless something else is asked for. */
const KEPT = 20
const DIGITS = 8

/** The record of one run, readable by people and programs: what `tolva pipeline <name> trace` prints. */
export interface Trace extends LoadInfoData {
  /** Of this form; a reader refuses what it does not know. */
  readonly version: 1
  /** What the run was asked for. */
  readonly asked: AskedOptions
  readonly error?: { readonly code: string; readonly message: string }
  /** Where configuration was looked for; never the values. */
  readonly config: readonly LookupTrace[]
}

/** Options of a run as they can be written down. */
export type AskedOptions = Pick<RunOptions, 'select' | 'limit' | 'refresh' | 'writeDisposition' | 'tableName'>

/** Writes the record of a run beside those of the runs before it; the oldest is forgotten. */
export async function writeTrace(engine: Engine, trace: Omit<Trace, 'config' | 'version'>): Promise<void> {
  const whole: Trace = { version: 1, ...trace, config: engine.reader.traces() }
  const text = `${JSON.stringify(whole, null, 2)}\n`
  const { storage } = engine.folder
  const known = await runKeys(engine.folder)
  const number = String(numberOf(known.at(-1) ?? '') + 1).padStart(DIGITS, '0')
  const key = `${RUNS}${number}-${trace.startedAt.replaceAll(':', '-')}.json`
  await storage.put(key, text)
  await storage.put(NEWEST, text)
  for (const old of [...known, key].slice(0, -Math.max(1, engine.keep.traces ?? KEPT))) await storage.delete(old)
}

/** Keys of recorded runs, the oldest first. They are numbered, because the clock may be set back between two runs. */
async function runKeys({ storage }: WorkingFolder): Promise<readonly string[]> {
  return (await storage.list(RUNS)).toSorted((a, b) => numberOf(a) - numberOf(b) || (a < b ? -1 : 1))
}

/** 0 for a record of an older version, which begins with its year. */
function numberOf(key: string): number {
  const digits = /^\d+(?=-)/.exec(key.slice(RUNS.length))?.[0] ?? ''
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
  return read(folder, NEWEST)
}

/** The records of the last runs, the newest first. */
export async function readTraces(folder: WorkingFolder): Promise<readonly Trace[]> {
  const keys = (await runKeys(folder)).toReversed()
  const traces = await Promise.all(keys.map((key) => read(folder, key)))
  return traces.filter((trace) => trace !== undefined)
}

async function read(folder: WorkingFolder, key: string): Promise<Trace | undefined> {
  const bytes = await folder.storage.get(key)
  return bytes === undefined ? undefined : JSON.parse(Buffer.from(bytes).toString('utf8'))
}
