import { ConfigError } from '../../errors/tolva-error.ts'

/**
 * A number of seconds; undefined stays undefined.
 * @throws ConfigError code `bad_lock_timeout`: PostgreSQL reads nothing or 0 as for ever.
 */
export function checkLockTimeout(seconds: unknown): number | undefined {
  if (seconds === undefined) return undefined
  if (typeof seconds === 'number' && seconds > 0 && seconds < 2_000_000) return seconds
  throw new ConfigError(`a lock timeout of ${String(seconds)} is no number of seconds above 0`, {
    code: 'bad_lock_timeout',
    hint: 'Give the seconds that a load waits for others who use a table, e.g. 300.',
  })
}
