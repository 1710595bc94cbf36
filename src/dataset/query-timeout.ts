import { DestinationError } from '../errors/tolva-error.ts'
import { counted } from './limitation.ts'

/** The error of a query that gave nothing in the time that it had. */
export function queryTimeout(seconds: number, cause: unknown): DestinationError {
  return new DestinationError(`the query gave no row within ${counted(seconds, 'second')} and was stopped`, {
    code: 'query_timeout',
    hint: 'Read less at once: a WHERE on a column, fewer joined tables, or LIMIT without ORDER BY.',
    context: { seconds },
    cause,
  })
}
