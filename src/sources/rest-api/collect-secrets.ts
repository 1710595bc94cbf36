import { Secret } from '../../config/secret.ts'
import { looksSecret } from '../../http/redact-url.ts'
import { isPlainObject } from './is-plain-object.ts'

/** Where the user's own names stand, which may tell of a secret. */
const NAMED = new Set(['headers', 'params', 'json', 'data'])

/** The texts of all secrets in a configuration, at any depth, and of headers and parameters whose names say that they are some. */
export function collectSecrets(value: unknown): readonly string[] {
  return [...new Set(secretsIn(value, false))]
}

function secretsIn(value: unknown, isNamed: boolean): readonly string[] {
  if (value instanceof Secret) return [value.reveal()]
  if (Array.isArray(value)) return value.flatMap((item) => secretsIn(item, isNamed))
  if (!isPlainObject(value)) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    isNamed && typeof inner === 'string' && looksSecret(name) && isToken(inner)
      ? [inner]
      : secretsIn(inner, isNamed || NAMED.has(name)),
  )
}

/** `sort_key: created_at` is none, and neither is a placeholder. */
function isToken(text: string): boolean {
  return text.length >= 6 && !/^[a-z_]*$/.test(text) && !text.includes('{')
}
