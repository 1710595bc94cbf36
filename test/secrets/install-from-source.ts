import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const SOURCE = fileURLToPath(new URL('../../src', import.meta.url))

/** A `tolva` in the `node_modules` of a folder that is this checkout's, not built. */
export async function installFromSource(folder: string): Promise<void> {
  const home = join(folder, 'node_modules/tolva')
  await mkdir(home, { recursive: true })
  const entries = {
    '.': 'index',
    './sources/chatbot': 'sources/chatbot/index',
    './sources/sql-database': 'sources/sql-database/index',
    './sources/filesystem': 'sources/filesystem/index',
    './sources/rest-api': 'sources/rest-api/index',
  }
  const exports = Object.fromEntries(Object.keys(entries).map((name, at) => [name, `./${at}.js`]))
  await writeFile(join(home, 'package.json'), JSON.stringify({ name: 'tolva', type: 'module', exports }))
  for (const [at, entry] of Object.values(entries).entries()) {
    await writeFile(join(home, `${at}.js`), `export * from '${pathToFileURL(join(SOURCE, `${entry}.ts`)).href}'\n`)
  }
}
