import { lstat, readFile, realpath } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { ConfigError } from '../../errors/tolva-error.ts'
import { isErrno } from '../../storage/errno.ts'

/** A file of the project as it is. */
export interface ProjectText {
  /** undefined: there is no such file. */
  readonly text: string | undefined
  /** Where it really lies, behind links. */
  readonly real: string
  /** Why it is not written: it leads out of the project, or is no file. */
  readonly refused?: string
}

/**
 * Reads files below a project's folder; what links make of them is seen.
 * @throws ConfigError code `no_folder`, where the project is not there.
 */
export async function readProjectTexts(
  project: string,
  paths: Iterable<string>,
): Promise<ReadonlyMap<string, ProjectText>> {
  const root = await rootOf(project)
  const texts = await Promise.all([...new Set(paths)].map(async (path) => [path, await readText(root, path)] as const))
  return new Map(texts)
}

async function rootOf(project: string): Promise<string> {
  try {
    return await realpath(project)
  } catch (error) {
    if (!isErrno(error, 'ENOENT', 'ENOTDIR')) throw error
    throw new ConfigError(`there is no folder ${project}`, {
      code: 'no_folder',
      hint: 'name the folder of the project: --dir /path/to/project',
      context: { folder: project },
    })
  }
}

async function readText(root: string, path: string): Promise<ProjectText> {
  const real = await realPlace(join(root, path))
  if (real === undefined || !(real === root || real.startsWith(root + sep))) {
    return { text: undefined, real: join(root, path), refused: 'it leads out of the project' }
  }
  try {
    return { text: await readFile(real, 'utf8'), real }
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return { text: undefined, real }
    if (isErrno(error, 'EISDIR', 'ENOTDIR')) return { text: undefined, real, refused: 'a folder or file is in its way' }
    throw error
  }
}

/** The place with all links followed, also where nothing is there yet; undefined for a link that leads nowhere. */
async function realPlace(path: string): Promise<string | undefined> {
  try {
    return await realpath(path)
  } catch (error) {
    if (isErrno(error, 'ENOTDIR')) return path
    if (!isErrno(error, 'ENOENT')) throw error
  }
  const isLink = await lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  )
  if (isLink || dirname(path) === path) return undefined
  const above = await realPlace(dirname(path))
  return above === undefined ? undefined : join(above, path.slice(dirname(path).length))
}
