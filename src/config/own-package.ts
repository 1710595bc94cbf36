import { readFile } from 'node:fs/promises'
// By name it would not even link in a Node that has not got it, which is to be told that it is old.
import nodeModule from 'node:module'
import path from 'node:path'
import { InternalError } from '../errors/tolva-error.ts'

/** The folder of this package, from source and when installed. */
export function packageFolder(): string {
  const manifest = nodeModule.findPackageJSON('.', import.meta.url)
  if (manifest === undefined) throw new InternalError('the package has no package.json', { code: 'no_package_file' })
  return path.dirname(manifest)
}

/** The text of a file of this package; its path begins at the package's folder. */
export function readPackageFile(name: string): Promise<string> {
  return readFile(path.join(packageFolder(), name), 'utf8')
}

/** As its package.json says. */
export async function packageVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readPackageFile('package.json'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0'
}

/** Where a program that this package starts itself lies, by its path below `src`: an entry of its own in the package. */
export function ownProgram(name: string): string {
  const isSource = import.meta.url.endsWith('.ts')
  return path.join(packageFolder(), isSource ? 'src' : 'dist', `${name}.${isSource ? 'ts' : 'js'}`)
}
