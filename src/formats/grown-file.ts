import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { withFile } from '../storage/file-error.ts'
import type { Turn } from '../storage/turns.ts'
import { writeAll } from '../storage/write-all.ts'
import type { TableFile } from './table-writer.ts'

/** A new file that grows at its end. It is open only while it is written: a run may have thousands of them. */
export interface GrownFile {
  /** So far. */
  readonly bytes: number
  /** Opens the file while the work lasts. @throws ConfigError `disk_full` and the like. */
  during(work: (append: Append) => Promise<void>): Promise<void>
  /** Appends the last parts, syncs the file, and says what it is. */
  finish(parts: readonly Uint8Array[]): Promise<Pick<TableFile, 'file' | 'bytes' | 'digest'>>
}

export type Append = (parts: readonly Uint8Array[]) => Promise<void>

/** Nothing is written before the first parts come. @param turn Waits for its turn to open the file. */
export function createGrownFile(path: string, turn: Turn = (work) => work()): GrownFile {
  const hash = createHash('sha256')
  let bytes = 0
  let isThere = false
  return {
    get bytes() {
      return bytes
    },
    during: (work) => within((handle) => work((parts) => append(handle, parts))),
    async finish(parts) {
      await within(async (handle) => {
        await append(handle, parts)
        await handle.sync()
      })
      return { file: path, bytes, digest: hash.digest('hex') }
    },
  }

  function within(work: (handle: FileHandle) => Promise<void>): Promise<void> {
    return turn(() =>
      withFile(path, async () => {
        const handle = await open(path, isThere ? 'a' : 'wx', 0o600)
        isThere = true
        try {
          await work(handle)
        } finally {
          await handle.close()
        }
      }),
    )
  }

  async function append(handle: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
    if (parts.length === 0) return
    for (const part of parts) {
      hash.update(part)
      bytes += part.length
    }
    await writeAll(handle, parts)
  }
}
