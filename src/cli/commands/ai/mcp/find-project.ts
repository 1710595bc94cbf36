import { existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { ConfigError } from '../../../../errors/tolva-error.ts'

/** The folder of a project, and how it was found. */
export interface FoundProject {
  readonly folder: string
  readonly foundBy: string
}

const MARKS = ['.dlt', 'package.json']

/**
 * The project that an assistant works in: the one that was named; else the current folder or the nearest one above it that has
 * `.dlt` or a package.json; else the current folder.
 * @throws ConfigError `no_folder`.
 */
export function findProject(asked: string | undefined, cwd: string): FoundProject {
  if (asked !== undefined) {
    const folder = path.resolve(cwd, asked)
    if (existsSync(folder) && statSync(folder).isDirectory()) return { folder, foundBy: '--project' }
    throw new ConfigError(`there is no folder ${folder}`, {
      code: 'no_folder',
      hint: 'Name the folder of the project: --project /path/to/project',
    })
  }
  for (const folder of upward(cwd)) {
    const mark = MARKS.find((name) => isMark(folder, name))
    if (mark !== undefined)
      return {
        folder,
        foundBy: `${mark} in ${folder === cwd ? 'the current folder' : 'a folder above the current one'}`,
      }
  }
  return { folder: cwd, foundBy: 'the current folder; neither it nor a folder above has .dlt or package.json' }
}

/** In the home folder `.dlt` is where dlt keeps what is no project's. */
function isMark(folder: string, name: string): boolean {
  return existsSync(path.join(folder, name)) && !(name === '.dlt' && folder === homedir())
}

function* upward(from: string): Generator<string> {
  for (let folder = from; ; folder = path.dirname(folder)) {
    yield folder
    if (folder === path.dirname(folder)) return
  }
}
