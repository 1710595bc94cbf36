import type { ExternalInterval, ExternalSchedule } from '../../config/external-interval.ts'
import type { Incremental } from '../../contracts/incremental.ts'
import { ConfigError } from '../../errors/tolva-error.ts'
import { formatTimestamp, splitDays } from '../../values/iso.ts'
import { Float, PlainDate, Timestamp, type Value } from '../../values/kinds.ts'
import { toValue } from '../../values/to-value.ts'
import { foldOf } from './fold.ts'

/**
 * The incremental with a scheduler's interval as its range, where it follows one: in the type of its initial value (ISO text
 * where it has none), and never beyond the range that it has itself.
 * @throws ConfigError `no_interval`, `invalid_interval`.
 */
export function joinInterval(incremental: Incremental, schedule: ExternalSchedule, resource: string): Incremental {
  if (!(incremental.allowExternalSchedulers ?? schedule.allowed)) return incremental
  const { interval } = schedule
  if (interval === undefined) throw noInterval(resource)
  const configured = {
    start: toValue(incremental.initialValue) ?? undefined,
    end: toValue(incremental.endValue) ?? undefined,
  }
  const start = boundOf(interval, 'start', { like: configured.start, resource })
  const end = boundOf(interval, 'end', { like: configured.start ?? configured.end, resource })
  const { pick, same } = foldOf(incremental.lastValueFunc ?? 'max')
  const isLater = configured.start !== undefined && same(pick(configured.start, start), configured.start)
  const isEarlier = configured.end !== undefined && same(pick(configured.end, end), end)
  return {
    ...incremental,
    initialValue: isLater ? configured.start : start,
    endValue: isEarlier ? configured.end : end,
  }
}

function boundOf(
  interval: ExternalInterval,
  bound: 'start' | 'end',
  { like, resource }: { readonly like: Value | undefined; readonly resource: string },
): Value {
  const { micros } = interval[bound]
  if (like === undefined || typeof like === 'string') return formatTimestamp(interval[bound])
  if (like instanceof Timestamp) return new Timestamp(micros, like.offsetMinutes === null ? null : 0)
  if (like instanceof PlainDate) return new PlainDate(splitDays(micros).days)
  if (like instanceof Float) return new Float(Number(micros) / 1e6)
  if (typeof like === 'number' || typeof like === 'bigint') return Number(micros / 1_000_000n)
  throw new ConfigError(`the incremental of ${resource} cannot follow a scheduler: its initial value is no time`, {
    code: 'invalid_interval',
    hint: 'Give it an initialValue that is an ISO time, a date or seconds since 1970, or take allowExternalSchedulers off.',
    context: { resource },
  })
}

function noInterval(resource: string): ConfigError {
  return new ConfigError(`the incremental of ${resource} follows a scheduler, but no interval was given`, {
    code: 'no_interval',
    hint: 'Set DLT_INTERVAL_START and DLT_INTERVAL_END, or take allowExternalSchedulers off.',
    context: { resource },
  })
}
