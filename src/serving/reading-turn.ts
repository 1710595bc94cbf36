import type { ReadingGaps } from '../dataset/reading-gaps.ts'
import { isRunning } from '../inspect.ts'
import type { DataDirOptions } from '../package/working-folder.ts'
import type { QueryGate } from './query-gate.ts'

/** Whose database is asked, and what keeps readings from shutting others out. */
export interface ReadingTurn {
  readonly pipeline: string
  readonly place: DataDirOptions
  readonly queries: QueryGate
  readonly gaps: ReadingGaps
  readonly signal: AbortSignal
}

/** Asks a database when it is its turn: so many at once, with gaps for a run that wants the file. */
export async function takingTurn<T>(turn: ReadingTurn, work: () => Promise<T>): Promise<T> {
  const { pipeline, place, queries, gaps, signal } = turn
  const goesOn = () => isRunning(pipeline, place)
  return queries.run(signal, () =>
    gaps.run(pipeline, goesOn, async () => {
      signal.throwIfAborted()
      return work()
    }),
  )
}
