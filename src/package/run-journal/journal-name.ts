import { readdirSync } from 'node:fs'
import { isErrno } from '../../storage/errno.ts'
import type { WorkingFolder } from '../working-folder.ts'

/** Folder with the journal of the run that goes on, or of the last one. */
const FOLDER = 'live'
const SUFFIX = '.jsonl'

/** Absolute path of the folder. */
export const journalFolder = ({ storage }: Pick<WorkingFolder, 'storage'>): string => storage.localPath(FOLDER)

/** Absolute path of a run's journal. */
export const journalPath = ({ storage }: Pick<WorkingFolder, 'storage'>, run: string): string =>
  storage.localPath(`${FOLDER}/${run}${SUFFIX}`)

/** Names of the runs that have a journal, the newest last: names begin with a number. */
export function journaledRuns(folder: Pick<WorkingFolder, 'storage'>): readonly string[] {
  try {
    return readdirSync(journalFolder(folder))
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => name.slice(0, -SUFFIX.length))
      .sort()
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return []
    throw error
  }
}
