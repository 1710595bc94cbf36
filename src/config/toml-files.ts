import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { ConfigError } from '../errors/tolva-error.ts'
import type { ConfigPlace } from './config-place.ts'
import type { Environment } from './environment.ts'
import { interpolate } from './interpolate.ts'
import { isTable, valueAt } from './value-at.ts'

/** The two files of a `.dlt` folder. */
export type TomlFileName = 'secrets.toml' | 'config.toml'

/** One TOML file: `document` is undefined where there is no such file. */
export interface TomlFile {
  readonly path: string
  readonly document: Readonly<Record<string, unknown>> | undefined
}

/**
 * Folders that hold `secrets.toml` and `config.toml`, the strongest first: the project's (`.dlt`, or `DLT_CONFIG_FOLDER`; the project
 * itself may be moved by `DLT_PROJECT_DIR`), then `~/.tolva`, then dlt's own (`~/.dlt`, for root `/var/dlt`).
 */
export function settingsFolders(projectDir: string, env: Environment): readonly string[] {
  const project = resolve(projectDir, env.DLT_PROJECT_DIR ?? '.')
  const folder = env.DLT_CONFIG_FOLDER ?? '.dlt'
  const home = env.HOME ?? homedir()
  const root = process.geteuid?.() === 0 ? ['/var/dlt'] : []
  const own = isAbsolute(folder) ? folder : join(project, folder)
  return [...new Set([own, join(home, '.tolva'), join(home, '.dlt'), ...root])]
}

/**
 * Reads one of the two files in each folder.
 * @throws ConfigError code `bad_toml` with line and column, where a file is not TOML or cannot be read.
 */
export async function readTomlFiles(name: TomlFileName, folders: readonly string[]): Promise<readonly TomlFile[]> {
  return Promise.all(folders.map((folder) => readTomlFile(join(folder, name))))
}

/** Looks values up in the files, the strongest first: the files count as merged table by table. */
export function tomlPlace(name: TomlFileName, files: readonly TomlFile[], env: Environment): ConfigPlace {
  return {
    name,
    holdsSecrets: name === 'secrets.toml',
    empty: files.every(({ document }) => document === undefined || Object.keys(document).length === 0),
    keyOf: (path) => path.join('.'),
    async find(path) {
      const hits = files.flatMap(({ path: file, document }) => {
        const value = valueAt(document, path)
        return value === undefined ? [] : [{ file, value: expand(value, env, { key: path.join('.'), file }) }]
      })
      const strongest = hits[0]
      if (strongest === undefined) return undefined
      const value = hits.slice(1).reduce((merged, weaker) => mergeUnder(merged, weaker.value), strongest.value)
      return { value, file: strongest.file }
    },
  }
}

async function readTomlFile(path: string): Promise<TomlFile> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if (isMissing(cause)) return { path, document: undefined }
    throw new ConfigError(`cannot read ${path}`, { code: 'unreadable_file', hint: 'check its permissions', cause })
  }
  // Only here: most programs that import the library have no such file.
  const { parse, TomlError } = await import('smol-toml')
  try {
    return { path, document: parse(text.replace(/^\uFEFF/, ''), { integersAsBigInt: 'asNeeded' }) }
  } catch (cause) {
    // The parser's own message quotes the lines around the mistake, and with them secrets: it is not passed on.
    const at = cause instanceof TomlError ? ` at line ${cause.line}, column ${cause.column}` : ''
    throw new ConfigError(`${path} is not valid TOML${at}`, {
      code: 'bad_toml',
      hint: `correct ${path}${at}; texts stand in quotes: key = "value"`,
      context: { file: path },
    })
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}

function mergeUnder(strong: unknown, weak: unknown): unknown {
  if (!isTable(strong) || !isTable(weak)) return strong
  const merged = Object.entries(strong).map(([key, value]): [string, unknown] => [
    key,
    Object.hasOwn(weak, key) ? mergeUnder(value, weak[key]) : value,
  ])
  return { ...weak, ...Object.fromEntries(merged) }
}

function expand(value: unknown, env: Environment, where: { key: string; file: string }): unknown {
  if (typeof value === 'string') return interpolate(value, env, where)
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map((item) => expand(item, env, where))
  if (!isTable(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expand(inner, env, where)]))
}
