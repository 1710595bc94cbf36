import type { ReadingGaps } from '../dataset/reading-gaps.ts'
import type { QueryGate } from '../serving/query-gate.ts'

/** What the routes look at. */
export interface DashboardScope {
  /** Where working folders are; the library's default where absent. */
  readonly dataDir?: string
  /** Where reports are looked for. Absolute. */
  readonly projectFolder: string
  /** All that asks a database goes through it. */
  readonly queries: QueryGate
  /** Keeps readings of a pipeline from shutting its load out. */
  readonly gaps: ReadingGaps
  /** Hears of what an answer could not say any more, and of errors that nobody expected. */
  readonly onError: (error: unknown) => void
}
