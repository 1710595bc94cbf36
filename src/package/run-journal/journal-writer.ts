import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import type { RunPatch } from '../../contracts/run-fold.ts'
import { TEMPORARY_SUFFIX } from '../../storage/local.ts'
import type { WorkingFolder } from '../working-folder.ts'
import { journaledRuns, journalFolder, journalPath } from './journal-name.ts'

/** Form of the lines; a reader passes over a file of a newer one. */
export const JOURNAL_VERSION = 1

/** A journal that has grown beyond this, and beyond four times what there is to say, is written anew as a whole. */
const MOST_BYTES = 1_000_000
const MOST_WHOLES = 4

/** The file that a run writes how far it is into, a line a change. */
export interface JournalWriter {
  /** Adds a line; `whole` is asked for where the file has grown long. */
  add(patch: RunPatch, whole: () => RunPatch): void
  close(): void
}

/**
 * Begins the journal of a run with a line that says all, and deletes those of earlier runs. Lines are not forced to the disk:
 * they are for who looks on, and survive the process. Only under the lease.
 *
 * Writing is synchronous: a line takes some microseconds, less than handing it to another thread would.
 */
export function openJournal(folder: WorkingFolder, run: string, first: RunPatch): JournalWriter {
  const path = journalPath(folder, run)
  mkdirSync(journalFolder(folder), { recursive: true, mode: 0o700 })
  for (const other of journaledRuns(folder)) if (other !== run) rmSync(journalPath(folder, other), { force: true })
  let { file, bytes } = begin(path, first)
  let most = MOST_BYTES

  return {
    add(patch, whole) {
      bytes += writeSync(file, lineOf(patch))
      if (bytes < most) return
      // Renamed, so that whoever reads it finds the old lines or the new ones.
      const next = begin(`${path}${TEMPORARY_SUFFIX}`, whole())
      renameSync(`${path}${TEMPORARY_SUFFIX}`, path)
      closeSync(file)
      file = next.file
      bytes = next.bytes
      most = Math.max(MOST_BYTES, MOST_WHOLES * bytes)
    },
    close: () => closeSync(file),
  }
}

function begin(path: string, whole: RunPatch): { readonly file: number; readonly bytes: number } {
  const file = openSync(path, 'w', 0o600)
  return { file, bytes: writeSync(file, lineOf({ v: JOURNAL_VERSION, ...whole })) }
}

const lineOf = (line: object): string => `${JSON.stringify(line)}\n`
