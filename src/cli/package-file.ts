import { readFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import path from 'node:path'
import { InternalError } from '../errors/tolva-error.ts'

/** The text of a file of the installed package; its path begins at the package's folder. */
export async function readPackageFile(name: string): Promise<string> {
  const manifest = findPackageJSON('.', import.meta.url)
  if (manifest === undefined) throw new InternalError('the package has no package.json', { code: 'no_package_file' })
  return readFile(path.join(path.dirname(manifest), name), 'utf8')
}
