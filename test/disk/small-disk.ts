import { execFile } from 'node:child_process'
import { mkdtemp, rm, rmdir, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Why a test that needs a disk of its own did not run. */
export const NO_DISK = 'no small disk can be mounted here: it takes Linux and root'

/** A disk that can be full, or read-only. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string
  /** Writes a file that leaves just so many bytes free, in whole blocks; the one before it is deleted. */
  fill(leave: number): Promise<void>
  /** Deletes that file. */
  empty(): Promise<void>
  setReadOnly(readOnly: boolean): Promise<void>
}

/** Mounts a disk of so many bytes; undefined where that cannot be done. */
export async function smallDisk(bytes: number): Promise<SmallDisk | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined
  const path = await mkdtemp(join(tmpdir(), 'tolva-disk-'))
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0777`, 'tmpfs', path])
  } catch {
    await rmdir(path)
    return undefined
  }
  const filler = join(path, 'filler')
  const empty = () => rm(filler, { force: true })
  return {
    path,
    empty,
    async fill(leave) {
      await empty()
      const { bavail, bsize } = await statfs(path)
      const size = (bavail - Math.floor(leave / bsize)) * bsize
      if (size > 0) await writeFile(filler, Buffer.alloc(size))
    },
    async setReadOnly(readOnly) {
      await run('mount', ['-o', `remount,${readOnly ? 'ro' : 'rw'}`, path])
    },
    async [Symbol.asyncDispose]() {
      await run('umount', ['-l', path])
      await rmdir(path)
    },
  }
}
