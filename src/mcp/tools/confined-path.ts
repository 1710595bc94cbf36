import { readdir, realpath } from 'node:fs/promises'
import path from 'node:path'
import { ConfigError } from '../../errors/tolva-error.ts'
import { isErrno } from '../../storage/errno.ts'

const PIPELINE_FILE = /\.(ya?ml|json|[cm]?[jt]s)$/
const NO_PIPELINE = /^(package(-lock)?|tsconfig.*|.*\.config)\.|\.d\.ts$/

/**
 * The absolute path of a pipeline file of the project. Links are followed before it is judged.
 * @throws ConfigError `outside_project`, `no_file` with the files that are there.
 */
export async function confinedFile(folder: string, file: string): Promise<string> {
  const asked = confined(folder, file)
  try {
    return await realPathIn(folder, asked)
  } catch (error) {
    if (!isErrno(error, 'ENOENT', 'ENOTDIR')) throw error
    throw new ConfigError(`there is no file ${file} in ${folder}`, {
      code: 'no_file',
      hint: await filesThere(folder),
      context: { file },
    })
  }
}

/**
 * The absolute path of a folder of the project, which needs not be there yet.
 * @throws ConfigError `outside_project`.
 */
export async function confinedFolder(folder: string, dir: string): Promise<string> {
  const asked = confined(folder, dir)
  for (let there = asked; ; there = path.dirname(there)) {
    try {
      await realPathIn(folder, there)
      return asked
    } catch (error) {
      if (!isErrno(error, 'ENOENT')) throw error
    }
  }
}

function confined(folder: string, given: string): string {
  const asked = path.resolve(folder, given)
  if (given.includes('\0') || !isWithin(folder, asked)) throw outside(folder, given)
  return asked
}

async function realPathIn(folder: string, asked: string): Promise<string> {
  const [root, real] = await Promise.all([realpath(folder), realpath(asked)])
  if (!isWithin(root, real)) throw outside(folder, asked)
  return path.join(folder, path.relative(root, real))
}

function isWithin(folder: string, file: string): boolean {
  const below = path.relative(folder, file)
  return below !== '..' && !below.startsWith(`..${path.sep}`) && !path.isAbsolute(below)
}

function outside(folder: string, given: string): ConfigError {
  return new ConfigError(`${JSON.stringify(given)} is not in the project's folder`, {
    code: 'outside_project',
    hint: `Name a file below ${folder}, by a path that begins there.`,
  })
}

async function filesThere(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => PIPELINE_FILE.test(name) && !NO_PIPELINE.test(name)).sort()
  return names.length === 0
    ? 'There is no pipeline file in this folder; scaffold_source makes one. project_info says which folder it is.'
    : `There are: ${names.slice(0, 20).join(', ')}.`
}
