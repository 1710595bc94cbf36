import { realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { DestinationError } from '../errors/tolva-error.ts'
import { isErrno } from '../storage/errno.ts'
import { fileError } from '../storage/file-error.ts'

/**
 * One name for a file however it is spelled, also where it does not exist yet.
 * @throws DestinationError code `duckdb_folder_missing`.
 */
export async function fileIdentity(path: string): Promise<string> {
  const absolute = resolve(path)
  try {
    return await realpath(absolute)
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw fileError(error, absolute)
  }
  try {
    return join(await realpath(dirname(absolute)), basename(absolute))
  } catch (cause) {
    throw new DestinationError(`the folder of the DuckDB file ${absolute} does not exist`, {
      code: 'duckdb_folder_missing',
      hint: `Run: mkdir -p ${dirname(absolute)}`,
      context: { file: absolute },
      cause,
    })
  }
}
