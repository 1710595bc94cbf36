import { chmod, mkdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { FileChange } from './plan-install.ts'

/** Carries changes out: each file at once, by a rename. */
export async function writeChanges(changes: readonly FileChange[]): Promise<void> {
  for (const { real, after } of changes) {
    if (after === undefined) await remove(real)
    else await replace(real, after)
  }
}

async function replace(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  const mode = await stat(path).then(
    (found) => found.mode & 0o777,
    () => undefined,
  )
  try {
    await writeFile(temporary, text, { flag: 'wx' })
    if (mode !== undefined) await chmod(temporary, mode)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** With the folder of a skill that has nothing else in it. */
async function remove(path: string): Promise<void> {
  await rm(path, { force: true })
  await rmdir(dirname(path)).catch(() => undefined)
}
