import type { RunProgress } from '../contracts/run-progress.ts'
import { readLease } from '../package/lease-holder.ts'
import { liveness } from '../package/lease-liveness.ts'
import { type JournalState, type JournalTail, tailJournal } from '../package/run-journal/journal-tail.ts'
import { type DataDirOptions, type WorkingFolder, workingFolder } from '../package/working-folder.ts'
import { readRun } from './trace.ts'

/** How far the run of a pipeline is that goes on, or how the last one went; undefined where none has left a journal. */
export async function readProgress(name: string, options: DataDirOptions = {}): Promise<RunProgress | undefined> {
  const folder = workingFolder(name, options)
  const tail = tailJournal(folder)
  try {
    return await progressNow(folder, tail)
  } finally {
    await tail.close()
  }
}

/** The same by a tail that is read on. */
export async function progressNow(folder: WorkingFolder, tail: JournalTail): Promise<RunProgress | undefined> {
  const state = await tail.read()
  if (state === undefined) return undefined
  if (await isOver(folder, state)) {
    // How it ended may have been written in between.
    const last = (await tail.read()) ?? state
    return ended(folder, last)
  }
  return state.fold.progress(elapsedOf(state))
}

/** true: it has said how it ended, or nobody is there any more who could. */
async function isOver(folder: WorkingFolder, { fold, t }: JournalState): Promise<boolean> {
  if (fold.progress(t).status !== 'running') return true
  const holder = await readLease(folder).catch(() => undefined)
  return holder === undefined || holder.id !== fold.begun.lease || liveness(holder, Date.now()) === 'ended'
}

async function ended(folder: WorkingFolder, { fold, t }: JournalState): Promise<RunProgress> {
  const progress = fold.progress(t)
  if (progress.status !== 'running') return progress
  // A run whose journal could not be written to its end may have left its record.
  const record = await readRun(folder, progress.run)
  if (record === undefined) return { ...progress, status: 'lost' }
  const { error, startedAt, finishedAt } = record
  return {
    ...progress,
    status: error === undefined ? 'completed' : 'failed',
    elapsed: Math.max(t, Date.parse(finishedAt) - Date.parse(startedAt)),
    ...(error && { error }),
  }
}

/** The clock of the disk says how long ago the last line was written; where it goes wrong, that is no time at all. */
function elapsedOf({ t, writtenAt }: JournalState): number {
  return Math.round(t + Math.max(0, Date.now() - writtenAt))
}
