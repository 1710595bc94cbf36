import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { InternalError } from '../errors/tolva-error.ts'

/** Where a program that this package starts itself lies, by its path below `src`: an entry of its own in the package. */
export function ownProgram(name: string): string {
  const manifest = findPackageJSON('.', import.meta.url)
  if (manifest === undefined) throw new InternalError('the package has no package.json', { code: 'no_package_file' })
  const isSource = import.meta.url.endsWith('.ts')
  return join(dirname(manifest), isSource ? 'src' : 'dist', `${name}.${isSource ? 'ts' : 'js'}`)
}
