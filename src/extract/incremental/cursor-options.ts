import type { Incremental, LagDuration } from '../../contracts/incremental.ts'
import type { Hints } from '../../contracts/resource.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { Value } from '../../values/kinds.ts'
import { toValue } from '../../values/to-value.ts'
import { cursorReader } from './cursor-path.ts'
import { foldOf, type Last } from './fold.ts'
import { plainValue } from './plain-value.ts'

/** An incremental, checked and with its defaults. */
export interface CursorOptions {
  readonly resource: string
  readonly cursorPath: string
  readonly read: (row: unknown) => Value | undefined
  readonly initial: Value | undefined
  readonly end: Value | undefined
  readonly last: Last
  readonly rowOrder: 'asc' | 'desc' | undefined
  readonly onMissing: 'raise' | 'include' | 'exclude'
  /** undefined: none, or one of nothing. */
  readonly lag: number | LagDuration | undefined
  readonly openStart: boolean
  readonly closedEnd: boolean
  /** Fields by which a row is known; undefined: all; empty: rows are not told apart. */
  readonly key: string | readonly string[] | undefined
  /** true: the destination merges rows by key, so rows that come twice do no harm. */
  readonly merges: boolean
}

const CHOICES = {
  rowOrder: ['asc', 'desc'],
  onCursorValueMissing: ['raise', 'include', 'exclude'],
  rangeStart: ['closed', 'open'],
  rangeEnd: ['open', 'closed'],
} as const

const KEYS: readonly string[] = [
  'cursorPath',
  'initialValue',
  'lastValueFunc',
  'endValue',
  'lag',
  'primaryKey',
  'perParent',
  'allowExternalSchedulers',
  ...Object.keys(CHOICES),
]

const LAG_PARTS: readonly string[] = ['days', 'hours', 'minutes', 'seconds']

/**
 * Checks the incremental of a resource and fills in what it leaves out.
 * @throws ConfigError `invalid_incremental`, `invalid_range`; SourceError `invalid_json_path`.
 */
export function cursorOptions(incremental: Incremental, hints: Hints, resource: string): CursorOptions {
  checkShape(incremental, resource)
  const { cursorPath, lastValueFunc: last = 'max', lag } = incremental
  const { writeDisposition } = hints
  const initial = givenValue(incremental.initialValue)
  const end = givenValue(incremental.endValue)
  checkRange({ initial, end, last, resource })
  return {
    resource,
    cursorPath,
    read: cursorReader(cursorPath),
    initial,
    end,
    last,
    rowOrder: incremental.rowOrder ?? undefined,
    onMissing: incremental.onCursorValueMissing ?? 'raise',
    lag: isNothing(lag) ? undefined : (lag ?? undefined),
    openStart: incremental.rangeStart === 'open',
    closedEnd: incremental.rangeEnd === 'closed',
    key: keyOf(incremental, hints),
    merges: (typeof writeDisposition === 'object' ? writeDisposition.disposition : writeDisposition) === 'merge',
  }
}

function givenValue(given: unknown): Value | undefined {
  return toValue(given) ?? undefined
}

function isNothing(lag: Incremental['lag']): boolean {
  return typeof lag === 'object' && lag !== null ? Object.values(lag).every((part) => !part) : !lag
}

/** An empty name or list at the resource says nothing; an empty list at the incremental switches off. */
function keyOf({ primaryKey: own }: Incremental, { primaryKey }: Hints): string | readonly string[] | undefined {
  if (own !== undefined && own !== null) return own === '' ? undefined : own
  return primaryKey === undefined || primaryKey.length === 0 ? undefined : primaryKey
}

function checkShape(incremental: Incremental, resource: string): void {
  const unknown = Object.keys(incremental).find((key) => !KEYS.includes(key))
  if (unknown) throw invalid(`has no option ${unknown}`, `Use ${KEYS.join(', ')}.`, resource)
  if (typeof incremental.cursorPath !== 'string' || incremental.cursorPath === '') {
    throw invalid('has no cursorPath', 'Name the field that grows, e.g. updated_at.', resource)
  }
  const { lastValueFunc: last = 'max', lag } = incremental
  if (typeof last !== 'function' && last !== 'max' && last !== 'min') {
    throw invalid(`has a lastValueFunc ${String(last)}`, 'Use max, min or a function.', resource)
  }
  for (const [option, known] of Object.entries(CHOICES)) {
    const value: unknown = Reflect.get(incremental, option) ?? undefined
    if (value !== undefined && !known.some((choice) => choice === value)) {
      throw invalid(`has ${option} ${String(value)}`, `Use ${known.join(' or ')}.`, resource)
    }
  }
  const parts = typeof lag === 'object' && lag !== null ? Object.entries(lag) : [['seconds', lag ?? 0] as const]
  const wrong = parts.find(([part, value]) => !LAG_PARTS.includes(part) || !Number.isFinite(value))
  if (wrong) throw invalid(`has a lag of ${wrong.join(' ')}`, `Use a number or ${LAG_PARTS.join(', ')}.`, resource)
}

function checkRange({
  initial,
  end,
  last,
  resource,
}: Pick<CursorOptions, 'initial' | 'end' | 'last' | 'resource'>): void {
  if (end === undefined) return
  if (initial === undefined) {
    throw badRange('has an endValue but no initialValue', 'Give the initialValue that the range begins with.', resource)
  }
  const { pick, same } = foldOf(last)
  const later = pick(end, initial)
  const text = `from ${String(plainValue(initial))} to ${String(plainValue(end))}`
  if (later === undefined) throw badRange(`goes ${text}, which cannot be compared`, 'Give both one type.', resource)
  if (same(later, end)) return
  throw badRange(`goes ${text}, which is backwards`, 'Swap initialValue and endValue, or lastValueFunc.', resource)
}

function badRange(what: string, hint: string, resource: string): ConfigError {
  return new ConfigError(`The incremental of ${resource} ${what}.`, {
    code: 'invalid_range',
    hint,
    context: { resource },
  })
}

function invalid(what: string, hint: string, resource: string): ConfigError {
  return new ConfigError(`The incremental of ${resource} ${what}.`, {
    code: 'invalid_incremental',
    hint,
    context: { resource },
  })
}
