import { ConfigError, SourceError } from '../../errors/tolva-error.ts'
import { queryJson } from '../../http/query-json.ts'
import { incrementalHash } from '../../values/digest.ts'
import { applyLag } from './apply-lag.ts'
import type { IncrementalConfig } from './config.ts'
import { isPlainObject } from './is-plain-object.ts'

/** How far a resource was read: which rows are new, and what the next request may ask for. Lives for one run of one resource. */
export interface RowCursor {
  /** `start_value`, `last_value`, `initial_value`, `end_value`, `lag`, `cursor_path`. */
  value(attribute: string): unknown
  /** The rows that belong to this run; the state follows the cursor. */
  filter(rows: readonly unknown[]): readonly unknown[]
  /** True: rows come in order, and the order says that no further page can hold anything. */
  isExhausted(): boolean
}

interface CursorState {
  initial_value: unknown
  last_value: unknown
  unique_hashes: string[]
  start_value: unknown
}

/**
 * Opens the cursor over the resource's state, which is kept in dlt's form under `incremental.<cursor path>`.
 * @throws ConfigError where end and initial value contradict each other.
 */
export function openRowCursor(
  config: IncrementalConfig & { readonly cursorPath: string },
  resource: { readonly name: string; readonly primaryKey: unknown },
  resourceState: Record<string, unknown>,
): RowCursor {
  const { cursorPath, endValue, lastValueFunc: last = 'max' } = config
  const initialValue = config.initialValue ?? undefined
  checkRange(config, last)
  const state = openState(resourceState, config)
  const hasLag = Boolean(config.lag) && (endValue ?? undefined) === undefined
  const startValue = hasLag
    ? laggedStart(state.last_value, initialValue, { lag: config.lag ?? 0, last })
    : (state.last_value ?? undefined)
  const key = config.primaryKey ?? resource.primaryKey
  const deduplicates =
    config.rangeStart !== 'open' &&
    (endValue ?? undefined) === undefined &&
    !config.lag &&
    !(Array.isArray(key) && key.length === 0)
  const startHashes = new Set(state.unique_hashes)
  const storedLast = state.last_value ?? undefined
  let hashes = new Set(state.unique_hashes)
  let lastValue = startValue
  let startOut = false
  let endOut = false

  const best = (a: unknown, b: unknown) => (compare(a, b, context) >= 0 === (last === 'max') ? a : b)
  const same = (a: unknown, b: unknown) => compare(a, b, context) === 0
  const context = { resource: resource.name, cursorPath }

  function isNew(row: unknown): boolean {
    const value = cursorValue(row, config, context)
    if (value === undefined) return config.onCursorValueMissing === 'include'
    if (endValue !== undefined && endValue !== null) {
      if (!same(best(value, endValue), endValue) || (config.rangeEnd !== 'closed' && same(value, endValue))) {
        endOut = true
        return false
      }
    }
    if (lastValue === undefined || !same(best(value, lastValue), lastValue)) {
      lastValue = value
      if (deduplicates) hashes = new Set([rowKeyHash(row, key)])
      return true
    }
    const atStart = startValue !== undefined && same(value, startValue)
    const belowStart = startValue !== undefined && !atStart && same(best(value, startValue), startValue)
    const repeated =
      atStart && (config.rangeStart === 'open' || (deduplicates && startHashes.has(rowKeyHash(row, key))))
    if (belowStart || repeated) {
      startOut = true
      return false
    }
    if (deduplicates && same(value, lastValue)) hashes.add(rowKeyHash(row, key))
    return true
  }

  const attributes = (): Readonly<Record<string, unknown>> => ({
    start_value: startValue,
    last_value: state.last_value ?? undefined,
    initial_value: initialValue,
    end_value: endValue ?? undefined,
    lag: config.lag ?? undefined,
    cursor_path: cursorPath,
  })
  return {
    value(attribute) {
      const found = attributes()[attribute]
      const isValue = attribute.endsWith('_value')
      return found !== undefined && isValue && config.convert !== undefined ? config.convert(found) : found
    },
    filter(rows) {
      if (rows.length === 0) return rows
      const kept = rows.filter(isNew)
      if (hasLag && storedLast !== undefined && lastValue !== undefined) lastValue = best(lastValue, storedLast)
      state.last_value = lastValue
      if (kept.length > 0) state.start_value = storedLast
      state.unique_hashes = deduplicates ? [...hashes] : []
      return kept
    },
    isExhausted: () => (config.rowOrder === 'asc' && endOut) || (config.rowOrder === 'desc' && startOut),
  }
}

/** The part of the resource's state that belongs to this cursor; with an end value nothing is kept. */
function openState(
  resourceState: Record<string, unknown>,
  config: IncrementalConfig & { readonly cursorPath: string },
): CursorState {
  const initial = config.initialValue ?? null
  const fresh: CursorState = { initial_value: initial, last_value: initial, unique_hashes: [], start_value: initial }
  if (config.endValue !== undefined && config.endValue !== null) return fresh
  if (!isRecord(resourceState.incremental)) resourceState.incremental = {}
  const all = isRecord(resourceState.incremental) ? resourceState.incremental : {}
  const stored = all[config.cursorPath]
  const state = isCursorState(stored) ? stored : fresh
  all[config.cursorPath] = state
  return state
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return isPlainObject(value)
}

function isCursorState(value: unknown): value is CursorState {
  return isPlainObject(value) && 'last_value' in value && Array.isArray(value.unique_hashes)
}

function laggedStart(
  lastValue: unknown,
  initial: unknown,
  { lag, last }: { lag: number; last: 'max' | 'min' },
): unknown {
  if (lastValue === undefined || lastValue === null) return undefined
  const lagged = applyLag(lastValue, lag, { initial, last })
  if (initial === undefined) return lagged
  const order = compare(lagged, initial, { resource: '', cursorPath: '' })
  return (last === 'max' ? order < 0 : order > 0) ? initial : lagged
}

function checkRange(config: IncrementalConfig, last: 'max' | 'min'): void {
  const { endValue, initialValue } = config
  if (endValue === undefined || endValue === null) return
  if (initialValue === undefined || initialValue === null) {
    throw new ConfigError('incremental has an end_value but no initial_value', {
      code: 'invalid_range',
      hint: 'give the initial_value that the range begins with',
    })
  }
  const order = compare(initialValue, endValue, { resource: '', cursorPath: config.cursorPath ?? '' })
  if (last === 'max' ? order <= 0 : order >= 0) return
  throw new ConfigError(
    `incremental begins at ${String(initialValue)}, which is behind its end_value ${String(endValue)}`,
    {
      code: 'invalid_range',
      hint: 'swap initial_value and end_value, or use last_value_func: min',
    },
  )
}

type Where = { readonly resource: string; readonly cursorPath: string }

function cursorValue(row: unknown, config: IncrementalConfig, where: Where): unknown {
  const [value] =
    isPlainObject(row) && Object.hasOwn(row, where.cursorPath)
      ? [row[where.cursorPath]]
      : queryJson(row, where.cursorPath)
  if (value !== undefined && value !== null) return value
  if (config.onCursorValueMissing === 'include' || config.onCursorValueMissing === 'exclude') return undefined
  const what = value === null ? 'null' : 'nothing'
  throw new SourceError(`a row of ${where.resource} has ${what} at its cursor ${where.cursorPath}`, {
    code: value === null ? 'cursor_null' : 'cursor_missing',
    hint: 'check cursor_path, or set on_cursor_value_missing to include or exclude',
    context: { resource: where.resource, cursor: where.cursorPath },
  })
}

function rowKeyHash(row: unknown, key: unknown): string {
  if (!isPlainObject(row) || key === undefined || key === null) return incrementalHash(row)
  return incrementalHash(
    Array.isArray(key) ? key.map((name) => keyValue(row, String(name))) : keyValue(row, String(key)),
  )
}

function keyValue(row: Readonly<Record<string, unknown>>, name: string): unknown {
  if (row[name] !== undefined) return row[name]
  throw new SourceError(`a row has no ${name}, which is its primary key`, {
    code: 'key_missing',
    hint: 'check primary_key of the resource or of its incremental',
  })
}

/** Negative, zero or positive; texts compare as texts, numbers as numbers. */
function compare(a: unknown, b: unknown, where: Where): number {
  const numbers = (typeof a === 'number' || typeof a === 'bigint') && (typeof b === 'number' || typeof b === 'bigint')
  if (numbers || (typeof a === 'string' && typeof b === 'string')) return a < b ? -1 : a > b ? 1 : 0
  throw new SourceError(
    `cursor values of ${where.resource} cannot be compared: ${JSON.stringify(String(a))} (${typeof a}) and ${JSON.stringify(String(b))} (${typeof b})`,
    {
      code: 'cursor_type',
      hint: 'give initial_value and end_value the type that the field has in the rows',
      context: { resource: where.resource, cursor: where.cursorPath },
    },
  )
}
