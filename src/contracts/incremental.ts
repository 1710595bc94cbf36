import type { Json } from '../schema/stored.ts'
import type { Row } from './page.ts'
import type { Keys } from './resource.ts'

/** Time as a sum of its parts; at least one must be there. */
export interface LagDuration {
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
}

/** How rows that an earlier run has loaded are told from new ones: by a field that grows. */
export interface Incremental {
  /** Field of a row, as the source names it, or a JSON path into the row. */
  readonly cursorPath: string
  /** Where the first run begins; absent: with everything. 0 and '' are values. */
  readonly initialValue?: unknown
  /** Which of several cursor values is kept; default `max`. A function gets one or two of them. */
  readonly lastValueFunc?: 'max' | 'min' | ((values: readonly unknown[]) => unknown)
  /** Where this run ends; it needs `initialValue`, reads the same range each time and keeps no state. */
  readonly endValue?: unknown
  /** The order of the source's rows, as `lastValueFunc` sees it: reading stops where nothing can follow. Default: unknown. */
  readonly rowOrder?: 'asc' | 'desc' | null
  /** What to do with a row whose cursor is absent or null; default `raise`. */
  readonly onCursorValueMissing?: 'raise' | 'include' | 'exclude'
  /** How far each run goes back behind the last value. A number counts seconds for times, days for dates, units for numbers. */
  readonly lag?: number | LagDuration | null
  /** `closed` (default): a row at the start value is loaded unless it was before. `open`: it never is. */
  readonly rangeStart?: 'closed' | 'open'
  /** `open` (default): a row at the end value is left out. */
  readonly rangeEnd?: 'open' | 'closed'
  /** By which fields rows at the last value are known again; default the resource's primary key, else the whole row. `[]`: not at all. */
  readonly primaryKey?: Keys | null
  /**
   * For a resource that depends on another: each row of the parent has a cursor of its own, known by this field of the row
   * or by what the function makes of it. Else one cursor serves all, and what a later parent has behind it is left out.
   */
  readonly perParent?: string | ((row: Row) => unknown)
  /**
   * true: where a scheduler gives an interval (`DLT_INTERVAL_START`, `DLT_INTERVAL_END`), that is the range, and no state is
   * kept. Default `DLT_ALLOW_EXTERNAL_SCHEDULERS`, else false.
   */
  readonly allowExternalSchedulers?: boolean
}

/** Where a cursor went in a run, and which rows it let through. Plain JSON; a value is undefined where there was none. */
export interface CursorReport {
  readonly resource: string
  readonly cursorPath: string
  /** The last value when the run began, with the lag taken off; of a cursor a parent: absent. */
  readonly from?: Json
  /** The last value now. */
  readonly to?: Json
  readonly kept: number
  /** Rows left out, by reason. */
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>
  /** Number of parents seen, for a cursor a parent. */
  readonly parents?: number
}

/** Why a row does not belong to a run. */
export type LeftOutReason = 'null row' | 'no cursor value' | 'behind the end' | 'before the start' | 'loaded before'

/**
 * Where a resource's cursor stands, for code that asks its source for new rows only. Times, dates and decimals are ISO or
 * plain texts; undefined: no value.
 */
export interface IncrementalHandle {
  readonly cursorPath: string
  readonly initialValue: unknown
  /** The last value when the run began, with the lag taken off. */
  readonly startValue: unknown
  /** The same until the first page; then the newest value seen. */
  readonly lastValue: unknown
  /** `lastValue` as it was when the page of the parent came; of an independent resource: when it was opened. */
  readonly openedAt: unknown
  readonly endValue: unknown
}
