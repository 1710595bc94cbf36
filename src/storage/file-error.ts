import { ConfigError, TolvaError } from '../errors/tolva-error.ts'

interface Fault {
  readonly code: string
  /** What is said of the path. */
  readonly what: string
  readonly hint: string
}

const FULL: Fault = {
  code: 'disk_full',
  what: 'cannot be written: the disk is full',
  hint: 'Make room on that disk, then run again: what was sealed is kept, and nothing is loaded twice.',
}
const FORBIDDEN: Fault = {
  code: 'no_permission',
  what: 'may not be read or written by this user',
  hint: 'Give this user the folder (chown), or choose another one: TOLVA_DATA_DIR or the option dataDir.',
}
const TOO_MANY: Fault = {
  code: 'too_many_open_files',
  what: 'cannot be opened: this process may not open more files',
  hint: 'Raise the limit (ulimit -n 4096), then run again.',
}

/** What an operating system says → what a user can do. */
const FAULTS: Readonly<Record<string, Fault>> = {
  ENOSPC: FULL,
  EDQUOT: { ...FULL, what: 'cannot be written: the quota of this user is used up' },
  EROFS: {
    code: 'read_only',
    what: 'cannot be written: the disk is read-only',
    hint: 'Mount it for writing, or choose another folder: TOLVA_DATA_DIR or the option dataDir.',
  },
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EFBIG: {
    code: 'file_too_large',
    what: 'cannot be written: it grew beyond the size that files of this process may have',
    hint: 'Raise the limit (ulimit -f unlimited), then run again.',
  },
  EMFILE: TOO_MANY,
  ENFILE: TOO_MANY,
  EIO: {
    code: 'disk_broken',
    what: 'cannot be read or written: the disk reports an error',
    hint: 'Check the disk and its file system, then run again; what was sealed is checked before it is loaded.',
  },
  ENAMETOOLONG: {
    code: 'path_too_long',
    what: 'is longer than the system takes',
    hint: 'Choose a shorter TOLVA_DATA_DIR, or a shorter name of the pipeline.',
  },
  ENOTDIR: {
    code: 'not_a_folder',
    what: 'lies below something that is not a folder',
    hint: 'Move the file that has the name of a folder away, or choose another folder: TOLVA_DATA_DIR or the option dataDir.',
  },
}

/**
 * What the file system threw as an error that says which path, why and what to do; what it is not about passes as it is.
 */
export function fileError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof TolvaError || !('code' in error)) return error
  const fault = typeof error.code === 'string' ? FAULTS[error.code] : undefined
  if (fault === undefined) return error
  return new ConfigError(`${path} ${fault.what}`, {
    code: fault.code,
    hint: fault.hint,
    context: { file: path },
    cause: error,
  })
}

/** Runs what reads or writes a path. @throws ConfigError `disk_full`, `read_only`, `no_permission` and the like. */
export async function withFile<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw fileError(error, path)
  }
}
