import { readPackageFile } from './package-file.ts'

/** The version of the installed package. */
export async function ownVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readPackageFile('package.json'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0'
}
