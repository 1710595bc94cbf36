import { ConfigError } from '../errors/tolva-error.ts'
import { parseIsoMoment } from '../values/iso.ts'
import { Timestamp } from '../values/kinds.ts'
import type { Environment } from './environment.ts'

/** The interval that a scheduler asks a run to load. */
export interface ExternalInterval {
  readonly start: Timestamp
  readonly end: Timestamp
}

/** What the environment says of a scheduler. */
export interface ExternalSchedule {
  /** For incrementals that do not say whether they follow it. */
  readonly allowed: boolean
  readonly interval: ExternalInterval | undefined
}

const TRUE: readonly string[] = ['yes', 'true', 't', 'y', '1']

/**
 * `DLT_INTERVAL_START` and `DLT_INTERVAL_END`, ISO times, without offset UTC; `DLT_ALLOW_EXTERNAL_SCHEDULERS` lets every
 * incremental follow them. One of the two alone is no interval, as in dlt.
 * @throws ConfigError `invalid_interval`.
 */
export function externalSchedule(env: Environment): ExternalSchedule {
  const { DLT_INTERVAL_START: start, DLT_INTERVAL_END: end } = env
  const interval =
    start && end ? { start: moment('DLT_INTERVAL_START', start), end: moment('DLT_INTERVAL_END', end) } : undefined
  return { allowed: TRUE.includes((env.DLT_ALLOW_EXTERNAL_SCHEDULERS ?? '').toLowerCase()), interval }
}

function moment(variable: string, text: string): Timestamp {
  const parsed = parseIsoMoment(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00` : text)
  if (parsed !== undefined) return new Timestamp(parsed.micros, 0)
  throw new ConfigError(`${variable} is ${JSON.stringify(text)}, which is not an ISO time`, {
    code: 'invalid_interval',
    hint: 'Write it like 2024-01-02T00:00:00Z.',
  })
}
