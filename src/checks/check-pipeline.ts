import { createReadingGaps } from '../dataset/reading-gaps.ts'
import { isRunning, openPipeline, readLocalSchemas, readStateView, readTraces } from '../inspect.ts'
import type { Turn } from './check.ts'
import { type CheckList, runChecks } from './run-checks.ts'

/** How a pipeline is checked. */
export interface CheckOptions {
  /** Where working folders are; the library's default where absent. */
  readonly dataDir?: string
  /** false: only what this machine knows, no database is asked. Default true. */
  readonly data?: boolean
  readonly signal?: AbortSignal
  /** Default: a run of the pipeline that wants the database gets it between two readings. */
  readonly turn?: Turn
}

/**
 * Asks the five checks about a pipeline that has run on this machine. What keeps a database from being asked is told in the result.
 * @throws ConfigError `unknown_pipeline`.
 */
export async function checkPipeline(name: string, options: CheckOptions = {}): Promise<CheckList> {
  const { dataDir, data = true, signal } = options
  const place = dataDir === undefined ? {} : { dataDir }
  const [traces, { cursors }, schemas] = await Promise.all([
    readTraces(name, place),
    readStateView(name, place),
    readLocalSchemas(name, place),
  ])
  const facts = { pipeline: name, traces, schemas, cursors, now: Date.now(), ...(signal && { signal }) }
  if (!data) return runChecks(facts)
  try {
    const dataset = (await openPipeline(name, place)).dataset()
    const gaps = createReadingGaps()
    const turn: Turn = options.turn ?? ((work) => gaps.run(name, () => isRunning(name, place), work))
    return await runChecks({ ...facts, dataset, turn })
  } catch (error) {
    signal?.throwIfAborted()
    return runChecks(facts, error)
  }
}
