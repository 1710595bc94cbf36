import type { CursorReport, IncrementalHandle, LeftOutReason } from '../../contracts/incremental.ts'
import { SourceError } from '../../errors/tolva-error.ts'
import type { Json } from '../../schema/stored.ts'
import { Timestamp, type Value } from '../../values/kinds.ts'
import { applyLag } from './apply-lag.ts'
import { openBoundary } from './boundary.ts'
import type { CursorOptions } from './cursor-options.ts'
import { type CursorState, placeIn, throwAwayPlace } from './cursor-state.ts'
import { type Fold, foldOf } from './fold.ts'
import { plainValue } from './plain-value.ts'

/** How far a resource was read: which rows are new. Lives for one run of one resource. */
export interface RowCursor {
  readonly handle: IncrementalHandle
  /** The rows that belong to this run; the state follows the cursor. */
  filter(rows: readonly unknown[]): readonly unknown[]
  /** True: rows come in order, and the order says that no further page can hold anything. */
  isExhausted(): boolean
  /** What became of the run so far. */
  report(): CursorReport
}

/** Rows at one cursor value from which on a warning says that the cursor is coarse; dlt's number. */
const MANY_ROWS = 200
/** Rows at one cursor value that the state has room for. */
const MAX_ROWS = 100_000

/**
 * Opens a cursor over its resource's state, where it is kept in dlt's form. With an end value nothing is kept.
 * @param warn Called once for each thing that the user should know.
 * @param candidate Where an earlier part of the same run has brought it.
 */
export function openRowCursor(
  options: CursorOptions,
  resourceState: Record<string, unknown>,
  warn: (text: string) => void,
  candidate?: CursorState,
): RowCursor {
  const { resource, cursorPath, initial, end, rowOrder } = options
  const place = end === undefined ? placeIn(resourceState, cursorPath, initial) : throwAwayPlace(initial)
  const stored = place.read()
  const fold = foldOf(options.last)
  const lagged = startBehind(stored.last_value, options, { fold, warn })
  const hasLag = options.lag !== undefined && typeof options.last !== 'function'
  let deduplicates = !options.openStart && end === undefined && !hasLag
  if (deduplicates && Array.isArray(options.key) && options.key.length === 0) {
    deduplicates = false
    warn(
      `Resource ${resource}: the empty primaryKey of its incremental switches deduplication off, so rows at the last ${cursorPath} come again.`,
    )
  }
  const boundary = openBoundary(stored.unique_hashes, options.key, resource, candidate?.unique_hashes)
  if (candidate !== undefined) place.write(candidate)
  let start = lagged
  let last = candidate === undefined || candidate.last_value === null ? lagged : candidate.last_value
  let until = end
  let seen = false
  let hasPage = candidate !== undefined
  let startOut = false
  let endOut = false

  let keptRows = 0
  const leftOut: Partial<Record<LeftOutReason, number>> = {}

  function isNew(row: unknown): boolean {
    const reason = reasonAgainst(row)
    if (reason === undefined) keptRows++
    else leftOut[reason] = (leftOut[reason] ?? 0) + 1
    return reason === undefined
  }

  /** Why a row is left out; undefined: it is new. */
  function reasonAgainst(row: unknown): LeftOutReason | undefined {
    if (row === null || row === undefined) return 'null row'
    const value = options.read(row)
    if (value === undefined || value === null) return isTaken(value, options) ? undefined : 'no cursor value'
    if (!seen) {
      start = inZoneOf(value, start, 'last value')
      last = candidate === undefined ? start : inZoneOf(value, last, 'last value')
      until = inZoneOf(value, until, 'end value')
    }
    if (until !== undefined && isBehindEnd(value, until)) {
      endOut = true
      return 'behind the end'
    }
    seen = true
    const picked = last === undefined ? fold.alone(value) : compared(value, last)
    if (!fold.same(picked, last)) {
      last = picked
      if (deduplicates) boundary.restart(row)
      return undefined
    }
    const own = fold.alone(value)
    const isAtStart = fold.same(own, start)
    if (isBeforeStart(value, own)) {
      startOut = true
      return 'before the start'
    }
    // Where rows come down to the start value, further ones at it may be new: dlt stops here and loses them.
    if (isAtStart && deduplicates && boundary.wasLoaded(row)) return 'loaded before'
    if (deduplicates && fold.same(own, last)) boundary.add(row)
    return undefined
  }

  function isBehindEnd(value: Value, bound: Value): boolean {
    if (!fold.same(compared(value, bound), bound)) return true
    return !options.closedEnd && fold.same(fold.alone(value), bound)
  }

  function isBeforeStart(value: Value, own: Value): boolean {
    if (start === undefined) return false
    if (fold.same(own, start)) return options.openStart
    return fold.same(compared(value, start), start)
  }

  function compared(value: Value, other: Value): Value {
    const picked = fold.pick(value, other)
    if (picked === undefined) throw incomparable(value, other, options)
    return picked
  }

  /** A time of this run's range, with or without an offset as the rows have it; a naive one is read as UTC. */
  function inZoneOf(value: Value, bound: Value | undefined, name: string): Value | undefined {
    if (!(value instanceof Timestamp && bound instanceof Timestamp)) return bound
    if ((value.offsetMinutes === null) === (bound.offsetMinutes === null)) return bound
    warn(
      `Resource ${resource}: only one of the ${name} of ${cursorPath} and the rows has a time zone; the other is read as UTC.`,
    )
    return new Timestamp(bound.micros, value.offsetMinutes)
  }

  function save(kept: number): void {
    const before = place.read()
    // a lag lets old rows in, it never takes the cursor back
    if (options.lag !== undefined && before.last_value !== null && last !== undefined) {
      last = compared(last, before.last_value)
    }
    const hashes = deduplicates ? boundary.hashes() : []
    const known = before.unique_hashes.length
    if (known <= MANY_ROWS && hashes.length > MANY_ROWS) {
      warn(`Resource ${resource}: more than ${MANY_ROWS} rows share one ${cursorPath}; use a finer cursor.`)
    }
    if (hashes.length > MAX_ROWS) {
      if (!options.merges) throw boundaryFull(options)
      deduplicates = false
      warn(
        `Resource ${resource}: more than ${MAX_ROWS} rows share one ${cursorPath}; those that come again are merged.`,
      )
    }
    place.write({
      initial_value: before.initial_value,
      last_value: last ?? null,
      unique_hashes: deduplicates ? hashes : [],
      start_value: kept > 0 ? stored.last_value : before.start_value,
    })
    hasPage = true
  }

  return {
    handle: {
      cursorPath,
      initialValue: plainValue(initial),
      startValue: plainValue(lagged),
      openedAt: plainValue(lagged),
      endValue: plainValue(end),
      get lastValue() {
        return plainValue(hasPage ? last : lagged)
      },
    },
    filter(rows) {
      if (rows.length === 0) return rows
      const kept = rows.filter(isNew)
      save(kept.length)
      return kept
    },
    report: () => ({
      resource,
      cursorPath,
      ...(lagged === undefined ? {} : { from: jsonOf(lagged) }),
      ...(last === undefined ? {} : { to: jsonOf(last) }),
      kept: keptRows,
      leftOut,
    }),
    isExhausted: () => (rowOrder === 'asc' && endOut) || (rowOrder === 'desc' && startOut),
  }
}

/** A cursor value for a report: what JSON has no spelling for as text. */
function jsonOf(value: Value): Json {
  const plain = plainValue(value)
  if (plain === null || typeof plain === 'number' || typeof plain === 'boolean') return plain
  return String(plain)
}

/** Where the run starts: the last value with the lag taken off, but never before the initial value. */
function startBehind(
  lastValue: Value,
  { lag, last, end, initial, resource }: CursorOptions,
  { fold, warn }: { readonly fold: Fold; readonly warn: (text: string) => void },
): Value | undefined {
  if (lastValue === null) return undefined
  if (lag === undefined || end !== undefined) return lastValue
  if (typeof last === 'function') {
    warn(`Resource ${resource}: the lag of its incremental has no effect, as lastValueFunc is neither max nor min.`)
    return lastValue
  }
  const lagged = applyLag(lastValue, lag, { initial, last })
  return initial !== undefined && fold.same(fold.pick(initial, lagged), initial) ? initial : lagged
}

/** Whether a row without a cursor value is loaded. */
function isTaken(value: null | undefined, { onMissing, resource, cursorPath }: CursorOptions): boolean {
  if (onMissing !== 'raise') return onMissing === 'include'
  throw new SourceError(
    `A row of ${resource} has ${value === null ? 'null' : 'nothing'} at its cursor ${cursorPath}.`,
    {
      code: value === null ? 'cursor_null' : 'cursor_missing',
      hint: 'Name the field as the source does, or set onCursorValueMissing to include or exclude.',
      context: { resource, cursor: cursorPath },
    },
  )
}

function incomparable(value: Value, other: Value, { resource, cursorPath }: CursorOptions): SourceError {
  const shown = [value, other].map((one) => `${JSON.stringify(String(plainValue(one)))} (${kindOf(one)})`)
  return new SourceError(`Cursor values of ${resource} cannot be compared: ${shown.join(' and ')}.`, {
    code: 'cursor_type',
    hint: 'Give initialValue and endValue the type that the field has in the rows, or change the field with map().',
    context: { resource, cursor: cursorPath },
  })
}

function kindOf(value: Value): string {
  return typeof value === 'object' && value !== null ? value.constructor.name : typeof value
}

function boundaryFull({ resource, cursorPath }: CursorOptions): SourceError {
  return new SourceError(`More than ${MAX_ROWS} rows of ${resource} share one ${cursorPath}.`, {
    code: 'cursor_boundary_full',
    hint: 'Use a finer cursor, merge by a primary key, or set primaryKey: [] in incremental to load such rows again.',
    context: { resource, cursor: cursorPath },
  })
}
