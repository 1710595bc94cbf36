import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { withFile } from '../storage/file-error.ts'
import type { Turn } from '../storage/turns.ts'
import type { TableFile } from './table-writer.ts'

/** A new file that grows at its end. It is open only while it is written: a run may have thousands of them. */
export interface GrownFile {
  /** So far. */
  readonly bytes: number
  /** @throws ConfigError `disk_full` and the like. */
  append(parts: readonly Uint8Array[]): Promise<void>
  /** Syncs it, and says what it is. */
  finish(): Promise<Pick<TableFile, 'file' | 'bytes' | 'digest'>>
}

/** Makes the file, empty. @param turn Waits for its turn to open it. */
export async function createGrownFile(path: string, turn: Turn = (work) => work()): Promise<GrownFile> {
  const hash = createHash('sha256')
  let bytes = 0
  await within('wx', async () => undefined)
  return {
    get bytes() {
      return bytes
    },
    append(parts) {
      for (const part of parts) {
        hash.update(part)
        bytes += part.length
      }
      return within('a', (handle) => writeAll(handle, parts))
    },
    async finish() {
      await within('r+', (handle) => handle.sync())
      return { file: path, bytes, digest: hash.digest('hex') }
    },
  }

  function within(flags: 'wx' | 'a' | 'r+', work: (handle: FileHandle) => Promise<void>): Promise<void> {
    return turn(() =>
      withFile(path, async () => {
        const handle = await open(path, flags, 0o600)
        try {
          await work(handle)
        } finally {
          await handle.close()
        }
      }),
    )
  }
}

async function writeAll(handle: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
  const size = parts.reduce((sum, part) => sum + part.length, 0)
  const { bytesWritten } = await handle.writev([...parts])
  if (bytesWritten === size) return
  for (let rest = Buffer.concat(parts).subarray(bytesWritten); rest.length > 0; ) {
    const { bytesWritten: more } = await handle.write(rest)
    rest = rest.subarray(more)
  }
}
