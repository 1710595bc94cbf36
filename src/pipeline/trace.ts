import type { LookupTrace } from '../config/config-place.ts'
import type { WorkingFolder } from '../package/working-folder.ts'
import type { Engine } from './engine.ts'
import type { LoadInfoData } from './load-info.ts'

const KEY = 'trace.json'

/** The last run, readable by people: what `tolva pipeline <name> trace` prints. */
export interface Trace extends LoadInfoData {
  readonly error?: { readonly code: string; readonly message: string }
  /** Where configuration was looked for; never the values. */
  readonly config: readonly LookupTrace[]
}

/** Replaces the trace of the last run. */
export async function writeTrace(engine: Engine, trace: Omit<Trace, 'config'>): Promise<void> {
  const whole: Trace = { ...trace, config: engine.reader.traces() }
  await engine.folder.storage.put(KEY, `${JSON.stringify(whole, null, 2)}\n`)
}

/** The trace of the last run; undefined before the first. */
export async function readTrace(folder: WorkingFolder): Promise<Trace | undefined> {
  const bytes = await folder.storage.get(KEY)
  return bytes === undefined ? undefined : JSON.parse(Buffer.from(bytes).toString('utf8'))
}
