import { createGrownFile, type GrownFile } from './grown-file.ts'
import type { TableFile, TableWriterOptions } from './table-writer.ts'

/** What is known of a file's rows when it ends. */
export type FileRows = Omit<TableFile, 'file' | 'bytes' | 'digest'>

/** Writes bytes into one file after the other, in the background and in order; after a failure nothing more is written. */
export interface FileSink {
  /** Bytes taken over and not yet written. */
  readonly pendingBytes: number
  /** Takes the bytes over; the first ones of a file make it. */
  append(bytes: Uint8Array): void
  /** Syncs and closes the file that is open. */
  endFile(rows: FileRows): void
  /** Waits until what was taken over is written. @throws what writing threw: ConfigError `disk_full` and the like. */
  drain(): Promise<void>
  /** Waits, then returns the finished files in order. @throws what writing threw. */
  close(): Promise<readonly TableFile[]>
  /** Closes what is open after an error; files stay where they are. */
  abort(): Promise<void>
}

export interface FileSinkOptions extends Pick<TableWriterOptions, 'nextFile' | 'turn'> {
  /** Makes what was appended what is written. Absent: nothing changes. */
  readonly encode?: (bytes: Uint8Array) => Promise<Uint8Array>
}

/** Makes a sink; nothing is written yet. */
export function createFileSink({ nextFile, turn, encode }: FileSinkOptions): FileSink {
  const files: TableFile[] = []
  let pendingBytes = 0
  let file: GrownFile | undefined
  let failed: { readonly error: unknown } | undefined
  let work: Promise<void> = Promise.resolve()

  return {
    get pendingBytes() {
      return pendingBytes
    },
    append(bytes) {
      pendingBytes += bytes.length
      enqueue(async () => {
        file ??= createGrownFile(nextFile(), turn)
        const encoded = encode === undefined ? bytes : await encode(bytes)
        await file.during((append) => append([encoded]))
        pendingBytes -= bytes.length
      })
    },
    endFile(rows) {
      enqueue(async () => {
        if (file === undefined) return
        files.push({ ...rows, ...(await file.finish([])) })
        file = undefined
      })
    },
    drain,
    async close() {
      await drain()
      return files
    },
    async abort() {
      failed ??= { error: new Error('aborted') }
      await work
      file = undefined
    },
  }

  function enqueue(step: () => Promise<void>): void {
    work = work.then(async () => {
      if (failed !== undefined) return
      try {
        await step()
      } catch (error) {
        failed = { error }
      }
    })
  }

  async function drain(): Promise<void> {
    await work
    if (failed !== undefined) throw failed.error
  }
}
