import { ConfigError } from '../../errors/tolva-error.ts'
import { isTable } from '../value-at.ts'
import { type Leaf, tomlKey } from './leaves.ts'
import { looksLive } from './looks-live.ts'
import { tellsOfSecret } from './secret-name.ts'
import { isUnfilled } from './unfilled.ts'

const LONGEST = 200

/**
 * Lets placeholders and harmless settings through.
 * @throws ConfigError code `live_secret` for what may be a credential, or for a value under a name that tells of one.
 */
export function refuseLive(leaves: readonly Leaf[], file: string): void {
  for (const { path, value } of leaves) {
    if (path.some(looksLive)) throw live('a key of the fragment', file)
    if (!isHarmless(value, path.some(tellsOfSecret))) throw live(tomlKey(path), file)
  }
}

function isHarmless(value: unknown, secret: boolean): boolean {
  if (Array.isArray(value)) return value.every((inner) => isHarmless(inner, secret))
  if (isTable(value))
    return Object.entries(value).every(([name, inner]) => isHarmless(inner, secret || tellsOfSecret(name)))
  if (typeof value === 'boolean') return true
  if (isUnfilled(value)) return true
  if (secret) return false
  return typeof value !== 'string' || (value.length <= LONGEST && !/[\r\n]/.test(value) && !looksLive(value))
}

function live(what: string, file: string): ConfigError {
  return new ConfigError(`${what} may be a real secret: nothing was written`, {
    code: 'live_secret',
    hint: `write a placeholder such as "<configure me>", and let the person put the value into ${file} with an editor`,
  })
}
