import { type FileHandle, open } from 'node:fs/promises'
import { createRunFold, type RunFold, type RunPatch } from '../../contracts/run-fold.ts'
import { isErrno } from '../../storage/errno.ts'
import type { WorkingFolder } from '../working-folder.ts'
import { journaledRuns, journalPath } from './journal-name.ts'
import { JOURNAL_VERSION } from './journal-writer.ts'

const CHUNK = 256 * 1024

/** What a journal says so far. */
export interface JournalState {
  readonly fold: RunFold
  /** Milliseconds since the run began, by its last line. */
  readonly t: number
  /** When that was written, by the clock of the disk. */
  readonly writtenAt: number
}

/** Reads the newest journal of a pipeline, each time what has been added. */
export interface JournalTail {
  /** undefined: there is none that can be read. */
  read(): Promise<JournalState | undefined>
  close(): Promise<void>
}

/** Lines that are torn are passed over, and a file that was written anew is read anew. */
export function tailJournal(folder: Pick<WorkingFolder, 'storage'>): JournalTail {
  let file: FileHandle | undefined
  let fold = createRunFold()
  let path: string | undefined
  let [inode, offset, t, isKnown] = [0, 0, 0, false]
  let rest = Buffer.alloc(0)

  async function close(): Promise<void> {
    await file?.close()
    file = undefined
    path = undefined
  }

  async function begin(newest: string): Promise<void> {
    await close()
    file = await open(newest, 'r')
    path = newest
    inode = (await file.stat()).ino
    fold = createRunFold()
    offset = t = 0
    isKnown = false
    rest = Buffer.alloc(0)
  }

  function take(line: string): void {
    const value = parsed(line)
    if (value === undefined) return
    if ('v' in value) isKnown = value.v === JOURNAL_VERSION
    if (!isKnown || !isPatch(value)) return
    try {
      fold.patch(value)
      t = value.t
    } catch {
      // A disk may give back anything. What cannot be taken in is passed over like a line that is torn.
    }
  }

  async function readOn(from: FileHandle): Promise<void> {
    const chunk = Buffer.allocUnsafe(CHUNK)
    for (;;) {
      const { bytesRead } = await from.read(chunk, 0, CHUNK, offset)
      if (bytesRead === 0) return
      offset += bytesRead
      const text = Buffer.concat([rest, chunk.subarray(0, bytesRead)])
      const end = text.lastIndexOf(10)
      for (const line of text.subarray(0, Math.max(end, 0)).toString('utf8').split('\n')) take(line)
      rest = Buffer.from(text.subarray(end + 1))
    }
  }

  return {
    close,
    async read() {
      const newest = journaledRuns(folder).at(-1)
      if (newest === undefined) return undefined
      try {
        const wanted = journalPath(folder, newest)
        if (wanted !== path || file === undefined || (await inodeOf(wanted)) !== inode) await begin(wanted)
        if (file === undefined) return undefined
        await readOn(file)
        return isKnown ? { fold, t, writtenAt: (await file.stat()).mtimeMs } : undefined
      } catch (error) {
        // The next run has begun in between and deleted it; its own is there the next time.
        if (isErrno(error, 'ENOENT')) return undefined
        throw error
      }
    },
  }
}

async function inodeOf(path: string): Promise<number> {
  await using file = await open(path, 'r')
  return (await file.stat()).ino
}

function parsed(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** Whoever writes the version is believed to write its form. */
function isPatch(value: object): value is RunPatch {
  return 't' in value && typeof value.t === 'number'
}
