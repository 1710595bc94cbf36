import { DestinationError } from '../../../../errors/tolva-error.ts'
import type { Action } from './actions.ts'

/**
 * The lines of a commit.
 * @throws DestinationError `table_log_broken`.
 */
export function parseActions(body: Uint8Array, file: string): readonly Action[] {
  const lines = new TextDecoder().decode(body).split('\n')
  try {
    return lines.filter((line) => line.trim() !== '').map((line) => requireAction(JSON.parse(line)))
  } catch (cause) {
    throw new DestinationError('a version in the log of a Delta table is not readable', {
      code: 'table_log_broken',
      hint: 'Restore the file from a backup, or drop the table and load it anew.',
      context: { file },
      cause,
    })
  }
}

function requireAction(value: unknown): Action {
  if (isAction(value)) return value
  throw new TypeError('a line is no object')
}

/** The format's own specification vouches for what stands below the keys. */
function isAction(value: unknown): value is Action {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
