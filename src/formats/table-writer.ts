import type { Capabilities } from '../capabilities/capabilities.ts'
import type { Turn } from '../storage/turns.ts'
import type { TablePage } from './parquet/plain-page.ts'

/** Whether a file is for the loader alone, or for others who know nothing of it. */
export type Spelling = Capabilities['spelling']

/** What every writer of job files is made with. */
export interface TableWriterOptions {
  /** Absolute path of the next file; called once a file. */
  readonly nextFile: () => string
  /** Absent: none. */
  readonly compression?: 'none' | 'zstd'
  /** Absent: `own`. */
  readonly spelling?: Spelling
  /** Waits for its turn to have a file open; absent: at once. */
  readonly turn?: Turn
}

/** A finished file, written and synced. */
export interface TableFile {
  /** Absolute path. */
  readonly file: string
  readonly rows: number
  readonly bytes: number
  /** sha256, hex. */
  readonly digest: string
  /** Names in file order. */
  readonly columns: readonly string[]
  /** Types of the destination that read the values, one a column. Absent: the file says them, or any type reads them. */
  readonly types?: readonly string[]
  /** NUL characters that were left out, by column; absent where the format keeps them. */
  readonly nuls?: Readonly<Record<string, number>>
}

/** Writes the pages of one table into files of one format. */
export interface TableWriter {
  /** Takes a page over; it is written later. A column it does not have is null, a column that is new is null in earlier rows. */
  write(page: TablePage): void
  /** Bytes taken over and not yet written. */
  readonly pendingBytes: number
  /** Waits until what can be written is. @throws what writing threw. */
  drain(): Promise<void>
  /** Writes the rest and returns all files in order. @throws what writing threw. */
  close(): Promise<readonly TableFile[]>
  /** Closes what is open after an error; files stay where they are. */
  abort(): Promise<void>
}
