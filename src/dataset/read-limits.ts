import { ConfigError } from '../errors/tolva-error.ts'

/** How much may be read. What cuts a result short is said in `limited`. */
export interface ReadLimits {
  /** Rows beyond it are not read. Default 1,000. */
  readonly maxRows?: number
  /** Bytes of the rows as JSON. Default 8 MB. */
  readonly maxBytes?: number
  /** Characters of one value; what is longer is cut. Default 100,000. */
  readonly maxCell?: number
  /** Seconds that the query may take. Default 20. */
  readonly seconds?: number
  /** Seconds that a file in use is waited for. Default 0: it is an error at once. */
  readonly waitSeconds?: number
  readonly signal?: AbortSignal | undefined
}

/** Limits with everything said. */
export type FullLimits = Required<Omit<ReadLimits, 'signal'>> & Pick<ReadLimits, 'signal'>

/** More would keep a load waiting for as long as it waits for a file at most. */
const MOST_SECONDS = 25

/**
 * The limits that hold: those asked for, the default for the rest.
 * @throws ConfigError code `bad_limit`.
 */
export function fullLimits(asked: ReadLimits = {}): FullLimits {
  const { maxRows = 1_000, maxBytes = 8_000_000, maxCell = 100_000, seconds = 20, waitSeconds = 0, signal } = asked
  for (const [name, value] of Object.entries({ maxRows, maxBytes, maxCell })) {
    if (!Number.isSafeInteger(value) || value < 1) throw bad(name, value, 'a whole number from 1 on')
  }
  if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
    throw bad('seconds', seconds, `more than 0 and at most ${MOST_SECONDS}, so that no load waits in vain for the file`)
  }
  if (!(waitSeconds >= 0 && waitSeconds <= 600)) throw bad('waitSeconds', waitSeconds, 'from 0 to 600')
  return { maxRows, maxBytes, maxCell, seconds, waitSeconds, signal }
}

function bad(name: string, value: unknown, what: string): ConfigError {
  return new ConfigError(`${name} takes ${what}, not ${String(value)}`, {
    code: 'bad_limit',
    hint: `give ${name} another value, or leave it out`,
  })
}
