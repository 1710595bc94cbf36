import { readFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import path from 'node:path'

/** The folder of this package, from source and when installed. */
export function packageFolder(): string {
  return path.dirname(findPackageJSON('.', import.meta.url) ?? '.')
}

/** As its package.json says. */
export async function packageVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(path.join(packageFolder(), 'package.json'), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0'
}
