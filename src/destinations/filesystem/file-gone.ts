import { DestinationError } from '../../errors/tolva-error.ts'

const GONE = /no files found|no such file|cannot open file|404|does not exist|object_missing/i

/** What DuckDB says of a file that went while it was read, as an error that says so; other errors as they are. */
export function fileGone(error: unknown, dataset: string): unknown {
  if (!(error instanceof DestinationError)) return error
  if (error.code !== 'object_missing' && (error.code !== 'io_error' || !GONE.test(error.message))) return error
  return new DestinationError(`a file of dataset ${dataset} is gone: ${error.message}`, {
    code: 'file_gone',
    hint: 'A load took it away while it was read: read again. If that does not help, somebody else deleted it.',
    retry: true,
    context: { ...error.context, dataset },
    cause: error,
  })
}
