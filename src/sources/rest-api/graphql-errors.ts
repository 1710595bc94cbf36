import { SourceError } from '../../errors/tolva-error.ts'
import { redactSecrets, redactUrl } from '../../http/redact-url.ts'
import type { HttpRequest, HttpResponse } from '../../http/request.ts'
import type { OpenedJson } from '../../values/open-json.ts'
import { isPlainObject } from './is-plain-object.ts'

const SHOWN = 5

/**
 * GraphQL answers 200 whatever went wrong: what it lists under `errors` is an error here.
 * @throws SourceError `graphql_errors` with the messages, where the request was a GraphQL query.
 */
export function checkGraphqlErrors(
  request: HttpRequest,
  response: HttpResponse,
  { json, secrets }: { readonly json: OpenedJson; readonly secrets: readonly string[] },
): void {
  if (!isGraphql(request)) return
  const errors = json.value('errors')
  if (!Array.isArray(errors) || errors.length === 0) return
  const shown = errors.slice(0, SHOWN).map((error) => redactSecrets(errorText(error), secrets))
  const more = errors.length > SHOWN ? `; and ${errors.length - SHOWN} more` : ''
  const data = json.value('data')
  const filled = isPlainObject(data) ? Object.keys(data).filter((key) => data[key] !== null) : []
  const partly = filled.length === 0 ? 'no data came' : `data came for ${filled.join(', ')}, but is not whole`
  const url = redactSecrets(redactUrl(response.url), secrets)
  throw new SourceError(`${url} answered with GraphQL errors: ${shown.join('; ')}${more} (${partly})`, {
    code: 'graphql_errors',
    hint: 'correct the query or what the token may read; response_actions: [{ content: "…", action: ignore }] passes over such an answer',
    context: { url, status: response.status, errors: errors.length },
  })
}

/** A search API may have a field of that name too: a query of GraphQL begins in one of these ways. */
const QUERY = /^(\s|,|#[^\n]*\n)*(\{|(query|mutation|subscription|fragment)\b)/

function isGraphql({ body }: HttpRequest): boolean {
  if (body === undefined || !('json' in body) || !isPlainObject(body.json)) return false
  const { query } = body.json
  return typeof query === 'string' && QUERY.test(query)
}

function errorText(error: unknown): string {
  if (!isPlainObject(error)) return String(error)
  const message = typeof error.message === 'string' ? error.message : JSON.stringify(error)
  return Array.isArray(error.path) && error.path.length > 0 ? `${message} (at ${error.path.join('.')})` : message
}
