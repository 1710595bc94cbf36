import type { FileFormat } from '../capabilities/capabilities.ts'
import type { RunEvent } from '../contracts/events.ts'
import type { Limit } from '../contracts/limit.ts'
import type { EvolutionHints, Hints, Resource, Source } from '../contracts/resource.ts'
import type { Traffic } from '../contracts/traffic.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { Refresh } from './refresh.ts'

/** What `run` and `prepare` take beside the data. Explicit values win over what sources and resources say. */
export interface RunOptions extends EvolutionHints, Pick<Hints, 'primaryKey' | 'columns' | 'writeDisposition'> {
  /** Table of plain rows; needed for them, refused beside a source. */
  readonly tableName?: string
  /** Names of the resources to load; absent: all that are selected. */
  readonly select?: readonly string[]
  /** Where reading each resource stops; a number counts pages. */
  readonly limit?: number | Limit
  /** Format of the job files, whatever resources say; absent: theirs, else what the destination prefers. */
  readonly loaderFileFormat?: FileFormat
  /** Drops or empties what was loaded before and resets its state, in the transaction that loads the new rows. */
  readonly refresh?: Refresh
  /** When what was read so far is sealed and loaded, while the run goes on. Default: every ten minutes or 2 GB. */
  readonly checkpoint?: Checkpoint | false
  /** false: pages are not kept on disk until they are sealed. Default true. */
  readonly pageLog?: boolean
  /** false: what an unfinished run has fetched and how far it came is forgotten. Default true. */
  readonly resume?: boolean
  /** true: says what it would do and does nothing; the report holds the plan. Default false. */
  readonly dryRun?: boolean
  /**
   * Folder in which the HTTP traffic of the run is kept, without its secrets; what an earlier recording left there goes. Such a
   * run begins anew: `resume` and `pageLog` are off.
   */
  readonly record?: string
  /**
   * Folder of recorded traffic that answers instead of the network. Nothing is sent, no secret is needed, `resume` and `pageLog`
   * are off.
   */
  readonly replay?: string
  /** Traffic of your own in place of `record` and `replay`. */
  readonly traffic?: Traffic
  /** Aborts the run: the page under way is finished and what was read is kept, so that the next run goes on from there. */
  readonly signal?: AbortSignal
  /** Hears the events of this run. */
  readonly onEvent?: (event: RunEvent) => void
}

/** What can be loaded: a source, resources, or rows. */
export type RunData =
  | Source
  | readonly Source[]
  | Resource<string, unknown>
  | readonly Resource<string, unknown>[]
  | Iterable<unknown>
  | AsyncIterable<unknown>
