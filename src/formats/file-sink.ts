import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import type { TableFile } from './table-writer.ts'

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
  /** Waits until what was taken over is written. @throws what writing threw. */
  drain(): Promise<void>
  /** Waits, then returns the finished files in order. @throws what writing threw. */
  close(): Promise<readonly TableFile[]>
  /** Closes what is open after an error; files stay where they are. */
  abort(): Promise<void>
}

interface OpenFile {
  readonly path: string
  readonly handle: FileHandle
  readonly hash: ReturnType<typeof createHash>
  bytes: number
}

/** @param nextFile Absolute path of the next file; called once a file. */
export function createFileSink(nextFile: () => string): FileSink {
  const files: TableFile[] = []
  let pendingBytes = 0
  let file: OpenFile | undefined
  let failed: { readonly error: unknown } | undefined
  let work: Promise<void> = Promise.resolve()

  return {
    get pendingBytes() {
      return pendingBytes
    },
    append(bytes) {
      pendingBytes += bytes.length
      enqueue(async () => {
        file ??= await openFile(nextFile())
        file.hash.update(bytes)
        file.bytes += bytes.length
        await writeAll(file.handle, bytes)
        pendingBytes -= bytes.length
      })
    },
    endFile(rows) {
      enqueue(async () => {
        if (file === undefined) return
        await file.handle.sync()
        await file.handle.close()
        files.push({ ...rows, file: file.path, bytes: file.bytes, digest: file.hash.digest('hex') })
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
      await file?.handle.close()
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

async function openFile(path: string): Promise<OpenFile> {
  return { path, handle: await open(path, 'wx', 0o600), hash: createHash('sha256'), bytes: 0 }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let rest = bytes; rest.length > 0; ) {
    const { bytesWritten } = await handle.write(rest)
    rest = rest.subarray(bytesWritten)
  }
}
