import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suggestion } from '../../../errors/near-names.ts'
import { ConfigError } from '../../../errors/tolva-error.ts'
import { jupyterNotebook } from '../../../explore/notebook/jupyter-notebook.ts'
import { marimoNotebook } from '../../../explore/notebook/marimo-notebook.ts'
import type { NotebookSubject } from '../../../explore/notebook/notebook-subject.ts'
import { isErrno } from '../../../storage/errno.ts'

const KINDS: Readonly<
  Record<
    string,
    { readonly ending: string; readonly text: (subject: NotebookSubject) => string; readonly open: string }
  >
> = {
  jupyter: { ending: '.ipynb', text: jupyterNotebook, open: 'deno jupyter --install, then jupyter lab' },
  marimo: { ending: '_marimo.py', text: marimoNotebook, open: 'marimo edit' },
}

/**
 * Writes a notebook beside the report; one that is there stays. Returns what to tell.
 * @throws ConfigError code `unknown_notebook` or `file_exists`.
 */
export async function writeNotebook(
  kind: string,
  subject: NotebookSubject,
  { cwd, overwrite }: { readonly cwd: string; readonly overwrite: boolean },
): Promise<string> {
  const found = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined
  if (found === undefined) {
    throw new ConfigError(`there is no notebook of kind ${kind}`, {
      code: 'unknown_notebook',
      hint: suggestion(kind, Object.keys(KINDS)),
    })
  }
  const name = `${subject.pipeline}${found.ending}`
  try {
    await writeFile(join(cwd, name), found.text(subject), { flag: overwrite ? 'w' : 'wx' })
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error
    throw new ConfigError(`${name} is there already`, {
      code: 'file_exists',
      hint: 'Add --overwrite, or give the file another name.',
      context: { file: join(cwd, name) },
    })
  }
  return `wrote ${name}\n  open it:   ${found.open}${kind === 'marimo' ? ` ${name}` : ''}`
}
