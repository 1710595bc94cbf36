import { DestinationError } from '../../../../errors/tolva-error.ts'
import type { TablePlace } from '../table-format.ts'
import type { Action, CommitInfo } from './actions.ts'
import { type LogFiles, sortLogFiles } from './log-files.ts'
import { parseActions } from './parse-actions.ts'
import { readCheckpoint } from './read-checkpoint.ts'
import { type DeltaState, type LogEntry, replay } from './replay.ts'

/** Commits that are read at once. */
const AT_ONCE = 8

/** The log of a table in a bucket, as it was when it was listed. */
export interface DeltaLog {
  readonly folder: string
  readonly newest: number
  /** Who made a version; undefined: it is not told, or its commit is no longer kept. */
  commitInfo(version: number): Promise<CommitInfo | undefined>
  /** What the log says at a version. */
  stateAt(version: number): Promise<DeltaState>
  /** Whether a version's commit is still there. */
  keeps(version: number): boolean
}

/** Lists a table's log. undefined: there is no Delta table in the folder. */
export async function readLog(place: TablePlace, table: string): Promise<DeltaLog | undefined> {
  const folder = `${place.folderOf(table)}_delta_log/`
  const files = sortLogFiles(await place.bucket.storage.list(folder))
  if (files.newest < 0) return undefined
  const commits = new Map<number, Promise<readonly Action[]>>()
  const actionsOf = (version: number) => {
    const known = commits.get(version) ?? readCommit(place, files, version)
    commits.set(version, known)
    return known
  }
  return {
    folder,
    newest: files.newest,
    keeps: (version) => files.commits.has(version),
    async commitInfo(version) {
      if (!files.commits.has(version)) return undefined
      return (await actionsOf(version)).find(({ commitInfo }) => commitInfo)?.commitInfo ?? undefined
    },
    async stateAt(version) {
      const checkpoint = files.checkpoints.findLast((one) => one.version <= version)
      const entries: LogEntry[] = []
      if (checkpoint) entries.push({ version: checkpoint.version, actions: await readCheckpoint(place, checkpoint) })
      const from = checkpoint === undefined ? 0 : checkpoint.version + 1
      for (let first = from; first <= version; first += AT_ONCE) {
        const versions = Array.from({ length: Math.min(AT_ONCE, version - first + 1) }, (_, index) => first + index)
        entries.push(
          ...(await Promise.all(versions.map(async (one) => ({ version: one, actions: await actionsOf(one) })))),
        )
      }
      return replay(entries)
    },
  }
}

async function readCommit({ bucket }: TablePlace, files: LogFiles, version: number): Promise<readonly Action[]> {
  const key = files.commits.get(version)
  const body = key === undefined ? undefined : await bucket.storage.get(key)
  if (key !== undefined && body !== undefined) return parseActions(body, key)
  throw new DestinationError(`version ${version} is missing from the log of a Delta table`, {
    code: 'table_log_broken',
    hint: 'A checkpoint of a kind that is not known here may stand for it. Otherwise restore the log from a backup.',
    context: { ...(key !== undefined && { file: key }), version },
  })
}
