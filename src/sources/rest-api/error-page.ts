import { SourceError } from '../../errors/tolva-error.ts'
import { shownBody } from '../../http/http-error.ts'
import { redactSecrets } from '../../http/redact-url.ts'
import type { OpenedJson } from '../../values/open-json.ts'

const ERROR_KEY = /^(errors?|error_?(message|description|code)|fault|exception)$/i

/**
 * The error for a page behind the first that has no rows but tells of an error, though its status is a good one; undefined:
 * it is only empty. Taken for empty it would end the walk, and nobody would know.
 */
export function errorPage(
  json: OpenedJson,
  where: { readonly resource: string; readonly selector: string; readonly secrets: readonly string[] },
): SourceError | undefined {
  const told = json.members('$').find(([key]) => ERROR_KEY.test(key) && isSomething(json.value(key)))
  if (told === undefined) return undefined
  const { resource, selector, secrets } = where
  return new SourceError(`a page of ${resource} has nothing at ${selector}, but ${told[0]}: it looks like an error`, {
    code: 'error_page',
    hint: 'run again later; if such an answer means that there are no more rows, set data_selector_required to false',
    context: { resource, selector, body: shownBody(json.bytes, secrets) },
  })
}

/** What an answer without rows says to be wrong, e.g. `error: invalid_auth`; undefined: nothing, or more than a word. */
export function toldError(json: OpenedJson, secrets: readonly string[]): string | undefined {
  for (const [key] of json.members('$')) {
    const value = json.value(key)
    if (ERROR_KEY.test(key) && typeof value === 'string' && value !== '')
      return `${key}: ${redactSecrets(value.slice(0, 200), secrets)}`
  }
  return undefined
}

function isSomething(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0
}
