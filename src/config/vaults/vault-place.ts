import { ConfigError } from '../../errors/tolva-error.ts'
import type { ConfigPlace, FoundValue, Look } from '../config-place.ts'
import { isTable, valueAt } from '../value-at.ts'
import { readDocument } from './read-document.ts'
import { secretsForPath, type VaultSecret } from './secrets-for-path.ts'
import type { Vault } from './vault.ts'

/** What one secret came to. */
type Answer =
  | { readonly text: string; readonly document: Readonly<Record<string, unknown>> | undefined }
  | { readonly refused: string }
  | undefined

/** A vault as one reader asks it: for each secret once, also where many ask at the same time. */
export function vaultPlace(vault: Vault): ConfigPlace {
  const asked = new Map<string, Promise<Answer>>()
  const known = new Map<string, Answer>()
  let listed: Promise<ReadonlySet<string>> | undefined
  const list = () => {
    listed ??= vault.list().catch((error: unknown) => {
      listed = undefined
      throw error
    })
    return listed
  }
  const ask = async ({ key }: VaultSecret): Promise<Answer> => {
    if (vault.listSecrets && !(await list()).has(key)) return undefined
    const answer = await vault.read(key)
    return answer === undefined || 'refused' in answer
      ? answer
      : { text: answer.text, document: await readDocument(answer.text) }
  }
  /** Of a failure nothing is kept: the next look-up asks again. */
  const read = (secret: VaultSecret): Promise<Answer> => {
    const { key } = secret
    const before = asked.get(key)
    if (before !== undefined) return before
    const answer = ask(secret).then(
      (given) => {
        known.set(key, given)
        return given
      },
      (error: unknown) => {
        asked.delete(key)
        throw error
      },
    )
    asked.set(key, answer)
    return answer
  }
  const found = async (secret: VaultSecret, path: readonly string[]): Promise<FoundValue | undefined> => {
    const answer = await read(secret)
    if (answer === undefined || 'refused' in answer) return undefined
    if (secret.isDocument && answer.document === undefined) throw noDocument(vault, secret.key)
    const value = valueIn(answer, secret, path)
    return value === undefined || value === null ? undefined : { value, key: secret.key }
  }
  return {
    name: vault.name,
    holdsSecrets: true,
    empty: false,
    keyOf: (path) => vault.keyOf(path),
    async find(path, question) {
      const [whole, ...others] = secretsForPath(path, question, vault)
      if (whole === undefined) return undefined
      const first = await found(whole, path)
      if (first !== undefined) return first
      const values = await Promise.all(others.map((secret) => found(secret, path)))
      return values.find((value) => value !== undefined)
    },
    looks: (path, question) => looksAt(secretsForPath(path, question, vault), known),
  }
}

/**
 * A document holds paths from its root, as dlt has them, or from where it stands: the secret `sources-shop` may say
 * `[sources.shop] api_key = …` or `api_key = …`.
 */
function valueIn(
  { text, document }: Exclude<Answer, undefined | { refused: string }>,
  { root }: VaultSecret,
  path: readonly string[],
): unknown {
  const whole = valueAt(document, path)
  if (whole !== undefined) return plain(whole)
  if (root.some((part, index) => part !== path[index])) return undefined
  if (path.length > root.length) return plain(valueAt(document, path.slice(root.length)))
  // A password may look like TOML; a table of credentials that stands alone is JSON.
  return text.trimStart().startsWith('{') && document !== undefined ? document : text.replace(/\r?\n$/, '')
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(plain)
  if (!isTable(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}

function looksAt(secrets: readonly VaultSecret[], known: ReadonlyMap<string, Answer>): readonly Look[] {
  return secrets.flatMap(({ key }): readonly Look[] => {
    if (!known.has(key)) return []
    const answer = known.get(key)
    return answer !== undefined && 'refused' in answer
      ? [{ key, outcome: 'refused', reason: answer.refused }]
      : [{ key, outcome: 'absent' }]
  })
}

function noDocument(vault: Vault, key: string): ConfigError {
  return new ConfigError(`${key} in ${vault.name} is neither TOML nor JSON`, {
    code: 'bad_vault_document',
    hint: `Put the text of a secrets.toml into ${key}, or remove it.`,
    context: { vault: vault.name, secret: key },
  })
}
