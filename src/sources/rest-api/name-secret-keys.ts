import { Secret } from '../../config/secret.ts'
import { SourceError } from '../../errors/tolva-error.ts'
import { isPlainObject } from './is-plain-object.ts'

/** Under which keys the secrets of a configuration were found, at any depth. */
export function secretKeysOf(value: unknown): readonly string[] {
  if (value instanceof Secret) return value.foundUnder === undefined ? [] : [value.foundUnder]
  const inner = Array.isArray(value) ? value : isPlainObject(value) ? Object.values(value) : []
  return [...new Set(inner.flatMap(secretKeysOf))]
}

/** An answer of 401 or 403 told with the keys whose values were sent: those are what is to be looked at. */
export async function namingSecretKeys<T>(keys: readonly string[], send: () => Promise<T>): Promise<T> {
  try {
    return await send()
  } catch (error) {
    if (!(error instanceof SourceError) || keys.length === 0 || !/^http_40[13]$/.test(error.code)) throw error
    const { message, code, hint, context, cause } = error
    throw new SourceError(message, {
      code,
      hint: `${hint}; it was found under ${keys.join(' and ')}`,
      context: { ...context, keys },
      cause,
    })
  }
}
