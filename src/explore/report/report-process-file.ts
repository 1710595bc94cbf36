import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { InternalError } from '../../errors/tolva-error.ts'

/** The program that runs reports: beside this file in the source, an entry of its own in the package. */
export function reportProcessFile(): string {
  const manifest = findPackageJSON('.', import.meta.url)
  if (manifest === undefined) throw new InternalError('the package has no package.json', { code: 'no_package_file' })
  const isSource = import.meta.url.endsWith('.ts')
  return join(dirname(manifest), isSource ? 'src' : 'dist', `explore/report/report-process.${isSource ? 'ts' : 'js'}`)
}
