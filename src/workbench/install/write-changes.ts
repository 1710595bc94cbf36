import { chmod, mkdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ConfigError } from '../../errors/tolva-error.ts'
import type { FileChange } from './plan-install.ts'

/** Carries changes out: each file at once, by a rename. */
export async function writeChanges(changes: readonly FileChange[]): Promise<void> {
  for (const { real, after } of changes) {
    try {
      if (after === undefined) await remove(real)
      else await replace(real, after)
    } catch (error) {
      throw unwritable(real, error)
    }
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

function unwritable(file: string, cause: unknown): ConfigError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new ConfigError(`${file} cannot be written: ${reason}`, {
    code: 'unwritable_file',
    hint: 'mend the rights or the room of that folder and run the command again: what is written already stays',
    context: { file },
    cause,
  })
}

/** With the folder of a skill that has nothing else in it. */
async function remove(path: string): Promise<void> {
  await rm(path, { force: true })
  await rmdir(dirname(path)).catch(() => undefined)
}
