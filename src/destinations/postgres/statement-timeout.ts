import type { TracedConfigReader } from '../../config/resolve.ts'
import { ConfigError } from '../../errors/tolva-error.ts'

/** Beyond it the server counts no milliseconds. */
const MOST = 2_000_000

/**
 * Seconds that a statement may take: as asked for in code, else `statement_timeout` in the sections of the destination.
 * @throws ConfigError code `bad_statement_timeout`.
 */
export async function readStatementTimeout(
  reader: TracedConfigReader,
  sections: readonly string[],
  given: number | undefined,
): Promise<number | undefined> {
  const request = { sections, field: 'statement_timeout', secret: false, required: false, type: 'double' as const }
  return checkStatementTimeout(given ?? (await reader.read(request)))
}

/** @throws ConfigError code `bad_statement_timeout` for what is no number of seconds; 0: for ever. */
export function checkStatementTimeout(seconds: unknown): number | undefined {
  if (seconds === undefined) return undefined
  if (typeof seconds === 'number' && seconds >= 0 && seconds < MOST) return seconds
  throw new ConfigError(`a statement timeout of ${String(seconds)} is no number of seconds`, {
    code: 'bad_statement_timeout',
    hint: 'Give the seconds that a statement may take, e.g. 3600; 0 lets it take as long as it wants.',
  })
}
