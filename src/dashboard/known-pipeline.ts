import { readdir } from 'node:fs/promises'
import { suggestion } from '../dataset/near-names.ts'
import { ConfigError } from '../errors/tolva-error.ts'
import { openPipeline } from '../inspect.ts'
import { fileName } from '../package/file-name.ts'
import { pipelinesDir } from '../package/working-folder.ts'
import { isErrno } from '../storage/errno.ts'
import type { Ask } from './served-route.ts'

type Opened = Awaited<ReturnType<typeof openPipeline>>

/** Where its working folders are, as the functions of `inspect` take it. */
export const placeOf = ({ dataDir }: Ask['scope']) => (dataDir === undefined ? {} : { dataDir })

/** @throws ConfigError `unknown_pipeline`. */
export async function knownPipeline(ask: Ask): Promise<Opened> {
  return openPipeline(await knownName(ask), placeOf(ask.scope))
}

/**
 * The name of the pipeline that a request names, which has a folder on this machine. Only names of folders that are there reach
 * the disk.
 * @throws ConfigError `unknown_pipeline` with the names that are known.
 */
export async function knownName({ params: { name = '' }, scope }: Ask): Promise<string> {
  const folders = await foldersIn(pipelinesDir(placeOf(scope)))
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
