import { redactSecrets, redactUrl } from './redact-url.ts'

/**
 * A copy of an error with name, code, message and stack only, and no secret in them: what Node keeps beside (the input that is
 * no URL, a function's own fields) would be printed with the error.
 */
export function cleanCause(cause: unknown, secrets: readonly string[]): Error {
  if (!(cause instanceof Error)) return new Error(redactSecrets(String(cause), secrets))
  const clean = (text: string) => redactSecrets(text.replace(/\bhttps?:\/\/\S+/gi, redactUrl), secrets)
  const copy = new Error(
    clean(cause.message),
    cause.cause === undefined ? {} : { cause: cleanCause(cause.cause, secrets) },
  )
  copy.name = cause.name
  if (cause.stack !== undefined) copy.stack = clean(cause.stack)
  if ('code' in cause) Object.assign(copy, { code: cause.code })
  return copy
}
