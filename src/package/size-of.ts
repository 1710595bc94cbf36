import { stat } from 'node:fs/promises'
import { isErrno } from '../storage/errno.ts'
import { fileError } from '../storage/file-error.ts'

/** Size of a file in bytes; undefined where there is none. */
export async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw fileError(error, path)
  }
}
