import { appendFile, chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { missingSections } from './missing-sections.ts'
import type { ProjectFile } from './project-files.ts'

/** Paths of files that were made, of those that were there already, and which sections those got. */
export interface Written {
  readonly made: readonly string[]
  readonly kept: readonly string[]
  readonly added: readonly { readonly path: string; readonly sections: readonly string[] }[]
}

/** Writes a project; a file that is there already is kept, but for sections of a configuration that it has not. */
export async function writeProject(dir: string, files: readonly ProjectFile[]): Promise<Written> {
  const made: string[] = []
  const kept: string[] = []
  const added: { readonly path: string; readonly sections: readonly string[] }[] = []
  for (const file of files) {
    if (await writeNew(dir, file)) made.push(file.path)
    else {
      const sections = file.sections === true ? await addSections(join(dir, file.path), file.text) : []
      if (sections.length > 0) added.push({ path: file.path, sections })
      else kept.push(file.path)
    }
  }
  return { made, kept, added }
}

/** What was made and kept, a line each. */
export function madeAndKept({ made, kept, added }: Written): readonly string[] {
  return [
    ...made.map((path) => `made  ${path}`),
    ...added.map(({ path, sections }) => `added ${sections.map((name) => `[${name}]`).join(' and ')} to ${path}`),
    ...kept.map((path) => `kept  ${path} (it was there already)`),
  ]
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

async function addSections(path: string, text: string): Promise<readonly string[]> {
  const present = await readFile(path, 'utf8')
  const missing = missingSections(present, text)
  if (missing.length === 0) return []
  const gap = present === '' || present.endsWith('\n\n') ? '' : present.endsWith('\n') ? '\n' : '\n\n'
  await appendFile(path, `${gap}${missing.map((section) => section.text).join('\n')}`)
  return missing.map(({ name }) => name)
}
