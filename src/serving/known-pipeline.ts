import { readdir } from 'node:fs/promises'
import { suggestion } from '../errors/near-names.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { fileName } from '../package/file-name.ts'
import { type DataDirOptions, pipelinesDir } from '../package/working-folder.ts'
import { isErrno } from '../storage/errno.ts'

/**
 * The name of a pipeline that somebody else gave, which has a folder on this machine. Only names of folders that are there reach
 * the disk.
 * @throws ConfigError `unknown_pipeline` with the names that are known.
 */
export async function knownPipelineName(name: string, place: DataDirOptions): Promise<string> {
  const folders = await foldersIn(pipelinesDir(place))
  if (folders.includes(folderOf(name))) return name
  throw new ConfigError(`there is no pipeline ${name} on this machine`, {
    code: 'unknown_pipeline',
    hint: folders.length > 0 ? suggestion(name, folders) : 'run one first: tolva run <file>',
    context: { pipeline: name },
  })
}

/** '' where nothing could be called so. */
function folderOf(name: string): string {
  try {
    return fileName(name, 'pipeline')
  } catch {
    return ''
  }
}

async function foldersIn(path: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}
