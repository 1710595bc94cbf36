import { knownSecretFile } from './known-files.ts'
import { type Leaf, type LeafType, leafType, leavesOf, tomlKey, tomlName } from './leaves.ts'
import { looksLive } from './looks-live.ts'
import { readToml } from './read-file.ts'
import { tellsOfSecret } from './secret-name.ts'
import { isUnfilled } from './unfilled.ts'

/** What stands for a value that is set, whatever its length. */
export const SECRET_MASK = '**********'

/** One key of a file: never its value. */
export interface KeyShape {
  /** Dotted. */
  readonly key: string
  readonly type: LeafType
  readonly status: 'set' | 'placeholder' | 'missing'
}

/** A secrets file as it may be shown. */
export interface RedactedSecrets {
  /** Relative to the project's folder. */
  readonly file: string
  /** The file's tables and keys, with masks for values; comments are left out, as they may hold an old value. */
  readonly toml: string
  readonly keys: readonly KeyShape[]
}

/**
 * The shape of a secrets file: its keys, their types, and which of them are still to be filled in.
 * @throws ConfigError codes `unknown_secrets_file`, `bad_toml`.
 */
export async function readRedacted(folder: string, file = '.dlt/secrets.toml'): Promise<RedactedSecrets> {
  const { absolute, path, kind } = await knownSecretFile(folder, file)
  const { document } = await readToml(absolute, path)
  const leaves = leavesOf(document)
  return {
    file: path,
    toml: linesOf(leaves, kind).join('\n'),
    keys: leaves.map((leaf) => ({
      key: tomlKey(leaf.path),
      type: leafType(leaf.value),
      status: isUnfilled(leaf.value) ? 'placeholder' : 'set',
    })),
  }
}

function linesOf(leaves: readonly Leaf[], kind: 'secrets' | 'config'): readonly string[] {
  const tables = Map.groupBy(leaves, ({ path }) => tomlKey(path.slice(0, -1)))
  const sorted = [...tables].sort(([a], [b]) => Number(a !== '') - Number(b !== ''))
  return sorted.flatMap(([table, group], at) => [
    ...(at > 0 ? [''] : []),
    ...(table === '' ? [] : [`[${table}]`]),
    ...group.map(({ path, value }) => `${tomlName(path.at(-1) ?? '')} = ${shown(path, value, kind)}`),
  ])
}

/** A setting is shown, where neither its name nor its text tells of a secret. */
function shown(path: readonly string[], value: unknown, kind: 'secrets' | 'config'): string {
  if (isUnfilled(value)) return JSON.stringify(value)
  const plain = kind === 'config' && !path.some(tellsOfSecret)
  if (plain && (typeof value === 'boolean' || typeof value === 'bigint' || typeof value === 'number'))
    return String(value)
  if (plain && typeof value === 'string' && !looksLive(value)) return JSON.stringify(value)
  return `"${SECRET_MASK}" # ${leafType(value)}`
}
