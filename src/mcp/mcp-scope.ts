import type { ReadingGaps } from '../dataset/reading-gaps.ts'
import type { DataDirOptions } from '../package/working-folder.ts'
import type { QueryGate } from '../serving/query-gate.ts'
import type { Feature } from './features.ts'
import type { Grant } from './grants.ts'
import type { McpHost } from './mcp-host.ts'

/** What a server looks at, and what it may do. */
export interface McpScope {
  /** Absolute. */
  readonly projectFolder: string
  /** How the project's folder was found, in words. */
  readonly projectFoundBy: string
  /** Where working folders are; the library's default where absent. */
  readonly dataDir?: string
  /** Projects whose pipelines were opened: their secrets must not leave either. */
  readonly opened: Set<string>
  readonly env: Readonly<Record<string, string | undefined>>
  /** The only pipeline that it tells of; absent: all of this machine. */
  readonly pipeline?: string
  readonly grants: ReadonlySet<Grant>
  readonly features: ReadonlySet<Feature>
  readonly host: McpHost
  /** All that asks a database goes through it. */
  readonly queries: QueryGate
  /** Keeps readings of a pipeline from shutting its load out. */
  readonly gaps: ReadingGaps
  /** Hears of errors that nobody expected, without secrets. */
  readonly onError: (error: unknown) => void
}

/** Where working folders are, as the functions of `inspect` take it. */
export const placeOf = ({ dataDir }: Pick<McpScope, 'dataDir'>): DataDirOptions =>
  dataDir === undefined ? {} : { dataDir }
