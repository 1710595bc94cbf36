/** How far a run is: the fold of its events. Counts are totals, times are milliseconds since it began unless said otherwise. */
export interface RunProgress {
  /** Name of its record. */
  readonly run: string
  /** `lost`: its process is gone without having said how it ended. */
  readonly status: 'running' | 'completed' | 'failed' | 'lost'
  readonly pid?: number
  /** ISO timestamp. */
  readonly startedAt: string
  /** Up to now or the end. */
  readonly elapsed: number
  readonly step?: 'sync' | 'extract' | 'normalize' | 'load'
  readonly steps: readonly StepProgress[]
  readonly resources: readonly ResourceProgress[]
  readonly tables: readonly TableProgress[]
  readonly packages: readonly PackageProgress[]
  readonly totals: RunTotals
  /** What it waited for, with how often and for how long. */
  readonly waits: readonly WaitProgress[]
  /** What it waits for now. */
  readonly waiting?: string
  readonly warnings: readonly { readonly code: string; readonly message: string }[]
  readonly error?: RunError
  /** At most 600 points over the whole run, the last of them now. */
  readonly series: readonly SeriesPoint[]
}

export interface StepProgress {
  readonly step: string
  readonly startedAt?: number
  /** Absent: it is going on. */
  readonly seconds?: number
  /** What ended it. */
  readonly error?: string
}

export interface ResourceProgress {
  readonly name: string
  readonly pages: number
  /** Rows of its own table. */
  readonly rows: number
  /** Of the answers that were read for it. */
  readonly bytes: number
  readonly paging?: string
  /** Answers that said that nothing has changed. */
  readonly unchanged?: number
}

export interface TableProgress {
  readonly name: string
  readonly rows: number
  /** Files: on their way to the destination, loaded, failed. */
  readonly jobs: number
  readonly loaded: number
  readonly failed: number
}

export interface PackageProgress {
  readonly loadId: string
  readonly state: 'sealed' | 'loaded' | 'failed'
  /** Since when it has its state. */
  readonly at: number
  readonly rows?: number
  readonly bytes?: number
}

export interface WaitProgress {
  readonly why: string
  readonly times: number
  readonly ms: number
}

export interface RunTotals {
  readonly pages: number
  /** Of the user's tables, nested ones too. */
  readonly rows: number
  readonly bytes: number
  readonly requests: number
  /** Requests that were answered with an error or not at all. */
  readonly refused: number
  /** Requests that were tries again. */
  readonly retries: number
  /** For how long it waited for limits, retries and locks, and how often. What waits beside another counts once. */
  readonly waitedMs: number
  readonly waits: number
  /** Bytes of memory of its process. */
  readonly memory: number
  /** Of the last seconds. */
  readonly rowsPerSecond: number
  readonly bytesPerSecond: number
}

export interface RunError {
  readonly code: string
  readonly message: string
  readonly hint?: string
}

export interface SeriesPoint {
  readonly t: number
  readonly rows: number
  readonly bytes: number
  readonly requests: number
  readonly memory: number
}
