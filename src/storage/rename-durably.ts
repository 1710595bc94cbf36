import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isErrno } from './errno.ts'

const ATTEMPTS = 10

/** Renames a file onto its final name and makes the new name survive a power cut. Tries again while a scanner or sync tool holds the file. */
export async function renameDurably(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rename(from, to)
      break
    } catch (error) {
      if (attempt === ATTEMPTS || !isErrno(error, 'EPERM', 'EBUSY', 'EACCES')) throw error
      await wait(10 * attempt)
    }
  }
  await syncFolder(dirname(to))
}

/** Makes the names in a folder durable. Windows cannot open folders and needs none of it. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
