import type { TracedConfigReader } from '../config/resolve.ts'
import { ConfigError } from '../errors/tolva-error.ts'

/**
 * Seconds that others are waited for: as asked for in code, else `lock_timeout` in the sections of the destination.
 * @throws ConfigError code `bad_lock_timeout`.
 */
export async function readLockTimeout(
  reader: TracedConfigReader,
  sections: readonly string[],
  given: number | undefined,
): Promise<number | undefined> {
  const request = { sections, field: 'lock_timeout', secret: false, required: false, type: 'double' as const }
  return checkLockTimeout(given ?? (await reader.read(request)))
}

/** @throws ConfigError code `bad_lock_timeout` for what is no number of seconds; there is no waiting for ever. */
export function checkLockTimeout(seconds: unknown): number | undefined {
  if (seconds === undefined) return undefined
  if (typeof seconds === 'number' && seconds > 0 && seconds < 2_000_000) return seconds
  throw new ConfigError(`a lock timeout of ${String(seconds)} is no number of seconds above 0`, {
    code: 'bad_lock_timeout',
    hint: 'Give the seconds that others are waited for, e.g. 300.',
  })
}
