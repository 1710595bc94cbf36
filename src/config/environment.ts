import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConfigPlace, FoundValue } from './config-place.ts'

/** Environment variables by name; a process's own is `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** `['sources', 'x', 'api_key']` → `SOURCES__X__API_KEY`. */
export function environmentKey(path: readonly string[]): string {
  return path.join('__').toUpperCase()
}

/**
 * Environment variables. A secret is also read from `<secretsDir>/<name>` (a file, or a file of that name in a folder of that name),
 * where the name is the variable's in lower case with `-` for `_`; such a file wins.
 */
export function environmentPlace(env: Environment, secretsDir = '/run/secrets'): ConfigPlace {
  return {
    name: 'Environment Variables',
    holdsSecrets: true,
    empty: false,
    keyOf: environmentKey,
    async find(path, { secret }) {
      const key = environmentKey(path)
      const mounted = secret ? await mountedSecret(secretsDir, key) : undefined
      if (mounted !== undefined) return mounted
      const value = env[key]
      return value === undefined ? undefined : { value }
    },
  }
}

async function mountedSecret(dir: string, key: string): Promise<FoundValue | undefined> {
  const name = key.toLowerCase().replaceAll('_', '-')
  const plain = join(dir, name)
  const info = await stat(plain).catch(() => undefined)
  if (info === undefined) return undefined
  const file = info.isDirectory() ? join(plain, name) : plain
  const text = await readFile(file, 'utf8').catch(() => undefined)
  // Editors and `echo` end a file with a line break that is no part of a token.
  return text === undefined ? undefined : { value: text.replace(/\r?\n$/, ''), file }
}
