import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** How a text may be spelled where it stands. */
function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
  ]
}

/** The texts among `secrets` that stand in a text, in any spelling. */
export function found(text: string, secrets: readonly string[]): readonly string[] {
  return secrets.filter((secret) => spellings(secret).some((spelling) => text.includes(spelling)))
}

/** Every file below a folder with what it holds, byte by byte. */
export async function filesBelow(folder: string): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, 'latin1') })))
}
