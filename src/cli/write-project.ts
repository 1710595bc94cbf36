import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ProjectFile } from './project-files.ts'

/** Paths of files that were made, and of those that were there already. */
export interface Written {
  readonly made: readonly string[]
  readonly kept: readonly string[]
}

/** Writes a project; a file that is there already is kept as it is. */
export async function writeProject(dir: string, files: readonly ProjectFile[]): Promise<Written> {
  const made: string[] = []
  const kept: string[] = []
  for (const file of files) ((await writeNew(dir, file)) ? made : kept).push(file.path)
  return { made, kept }
}

/** What was made and kept, a line each. */
export function madeAndKept({ made, kept }: Written): readonly string[] {
  return [...made.map((path) => `made  ${path}`), ...kept.map((path) => `kept  ${path} (it was there already)`)]
}

async function writeNew(dir: string, file: ProjectFile): Promise<boolean> {
  const path = join(dir, file.path)
  await mkdir(dirname(path), { recursive: true })
  try {
    await writeFile(path, file.text, { flag: 'wx', ...(file.secret && { mode: 0o600 }) })
    if (file.secret) await chmod(path, 0o600)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
