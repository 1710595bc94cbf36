import { Secret } from '../../config/secret.ts'
import { isPlainObject } from './is-plain-object.ts'

/** The texts of all secrets in a configuration, at any depth. */
export function collectSecrets(value: unknown): readonly string[] {
  if (value instanceof Secret) return [value.reveal()]
  if (Array.isArray(value)) return value.flatMap(collectSecrets)
  return isPlainObject(value) ? Object.values(value).flatMap(collectSecrets) : []
}
