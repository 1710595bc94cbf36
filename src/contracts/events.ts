import type { RunError } from './run-progress.ts'

/** One event of a run. Counts are totals so far, not deltas. */
export type RunEvent =
  | {
      /** It holds the lease now. */
      readonly type: 'run-started'
      /** Name that its record will have. */
      readonly run: string
      readonly at: number
    }
  | {
      readonly type: 'run-finished'
      readonly at: number
      readonly outcome: 'completed' | 'failed'
      readonly error?: RunError
    }
  | { readonly type: 'step-started'; readonly step: StepName; readonly at: number }
  | {
      readonly type: 'step-finished'
      readonly step: StepName
      readonly at: number
      readonly startedAt?: number
      readonly seconds?: number
      readonly error?: string
    }
  | {
      readonly type: 'page'
      readonly resource: string
      readonly pages: number
      /** Of the resource's own table. */
      readonly rows: number
      /** Of the answers that were read, unpacked, whatever was left of them; 0 where code, a database or DuckDB's reading of files gave the rows. */
      readonly bytes: number
    }
  | { readonly type: 'unchanged'; readonly resource: string; readonly answers: number }
  | {
      /** Rows that the run has made for a table, nested ones too; told a few times a second. */
      readonly type: 'rows'
      readonly table: string
      readonly rows: number
    }
  | {
      readonly type: 'request'
      readonly url: string
      readonly status: number
      readonly attempt: number
      readonly ms: number
    }
  | {
      /** How a resource's pages are found, where that is not configured. */
      readonly type: 'paging'
      readonly resource: string
      readonly paginator: string
      /** Where the next page or the number of pages stands in an answer. */
      readonly path?: string
    }
  | {
      readonly type: 'waiting'
      readonly why: string
      readonly ms: number
      /** true: `ms` is the longest that it will wait; it goes on as soon as it can. */
      readonly atMost?: boolean
    }
  | {
      readonly type: 'job'
      readonly table: string
      readonly job: string
      readonly state: 'started' | 'staged' | 'loaded' | 'failed'
      readonly loadId?: string
      readonly rows?: number
      readonly bytes?: number
    }
  | {
      /** What a refresh takes away when this run is loaded. */
      readonly type: 'refresh'
      readonly source: string
      readonly drop: readonly string[]
      readonly empty: readonly string[]
    }
  | {
      readonly type: 'package'
      readonly loadId: string
      readonly state: 'sealed' | 'loaded' | 'failed'
      /** Of the user's tables, where it was sealed. */
      readonly rows?: number
      readonly bytes?: number
    }
  | { readonly type: 'warning'; readonly code: string; readonly message: string }

export type StepName = 'extract' | 'normalize' | 'load' | 'sync' | 'run'
