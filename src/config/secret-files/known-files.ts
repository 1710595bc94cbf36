import { lstat, readdir } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { ConfigError } from '../../errors/tolva-error.ts'

/** A file of the project that may hold secrets or settings; `path` is relative to the project's folder, with `/`. */
export interface SecretFile {
  readonly path: string
  readonly present: boolean
  readonly kind: 'secrets' | 'config'
  /** Of `.dlt/<profile>.secrets.toml`. */
  readonly profile?: string
}

const SETTINGS = '.dlt'
const NAME = /^(?:([A-Za-z0-9][A-Za-z0-9_-]*)\.)?(secrets|config)\.toml$/

/** The files of a project that secrets and settings stand in, those for secrets first; the two usual ones also while they are absent. */
export async function listSecretFiles(folder: string): Promise<readonly SecretFile[]> {
  const found = await readdir(join(folder, SETTINGS)).catch((): string[] => [])
  const names = new Set(['secrets.toml', 'config.toml', ...found.filter((name) => NAME.test(name))])
  return [...names]
    .map((name) => described(name, found.includes(name)))
    .sort((a, b) => order(a).localeCompare(order(b)))
}

/**
 * The file that is meant, where it is one of the project's own.
 * @throws ConfigError code `unknown_secrets_file` for every other path, links among them.
 */
export async function knownSecretFile(
  folder: string,
  path: string,
): Promise<SecretFile & { readonly absolute: string }> {
  const absolute = resolve(folder, path.startsWith('~') || path.includes('\0') ? '/' : path)
  const below = relative(folder, absolute).split(sep)
  const [settings, name = ''] = below
  if (isAbsolute(below.join(sep)) || below.length !== 2 || settings !== SETTINGS || !NAME.test(name)) throw unknown()
  const [ofFolder, ofFile] = await Promise.all([lstatOf(join(folder, SETTINGS)), lstatOf(absolute)])
  if (ofFolder !== undefined && !ofFolder.isDirectory()) throw unknown()
  // A link, hard or soft, is a name for a file elsewhere.
  if (ofFile !== undefined && (!ofFile.isFile() || ofFile.nlink > 1)) throw unknown()
  return { ...described(name, ofFile !== undefined), absolute }
}

function described(name: string, present: boolean): SecretFile {
  const [, profile, kind] = NAME.exec(name) ?? []
  return {
    path: `${SETTINGS}/${name}`,
    present,
    kind: kind === 'secrets' ? 'secrets' : 'config',
    ...(profile !== undefined && { profile }),
  }
}

function order({ kind, profile = '' }: SecretFile): string {
  return `${kind === 'secrets' ? 0 : 1} ${profile}`
}

function lstatOf(path: string) {
  return lstat(path).catch(() => undefined)
}

function unknown(): ConfigError {
  return new ConfigError('this is none of the files that hold the secrets and settings of the project', {
    code: 'unknown_secrets_file',
    hint: 'name one that `tolva ai secrets list` shows, such as .dlt/secrets.toml; links are not followed',
  })
}
