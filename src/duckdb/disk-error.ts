import { DestinationError } from '../errors/tolva-error.ts'

interface Fault {
  readonly pattern: RegExp
  readonly code: string
  /** What is said of the path. */
  readonly what: string
  readonly hint: string
}

const FAULTS: readonly Fault[] = [
  {
    pattern: /no space left on device|disk quota exceeded|not enough space on the disk/i,
    code: 'disk_full',
    what: 'cannot be written: the disk is full',
    hint: 'Make room on that disk, then run again: the package is kept, nothing of it is in the database, and it is loaded first.',
  },
  {
    pattern: /file too large/i,
    code: 'file_too_large',
    what: 'cannot be written: it grew beyond the size that files of this process may have',
    hint: 'Raise the limit (ulimit -f unlimited), then run again.',
  },
  {
    pattern: /read-only file system/i,
    code: 'read_only',
    what: 'cannot be written: the disk is read-only',
    hint: 'Mount it for writing, or name another file for the database.',
  },
  {
    pattern: /permission denied|access is denied/i,
    code: 'no_permission',
    what: 'may not be read or written by this user',
    hint: 'Give this user the file and its folder (chown), or name another file for the database.',
  },
  {
    pattern: /too many open files/i,
    code: 'too_many_open_files',
    what: 'cannot be opened: this process may not open more files',
    hint: 'Raise the limit (ulimit -n 4096), then run again.',
  },
]

/** What DuckDB says of a disk, as an error with the path and the way out; undefined where it is not about the disk. */
export function diskError(error: Error, file: string): DestinationError | undefined {
  const fault = FAULTS.find(({ pattern }) => pattern.test(error.message))
  if (fault === undefined) return undefined
  const path = /file "([^"]+)"/.exec(error.message)?.[1] ?? file
  return new DestinationError(`${path} ${fault.what}`, {
    code: fault.code,
    hint: fault.hint,
    context: { file: path },
    cause: error,
  })
}
