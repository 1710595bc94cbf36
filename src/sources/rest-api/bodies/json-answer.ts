import { SourceError } from '../../../errors/tolva-error.ts'
import { shownBody } from '../../../http/http-error.ts'
import { redactSecrets, redactUrl } from '../../../http/redact-url.ts'
import type { HttpResponse } from '../../../http/request.ts'
import { BodyProblem, type RowsWanted } from './body-format.ts'
import { type ResponseFormat, readAs } from './registry.ts'

/**
 * The answer with its body as JSON.
 * @throws SourceError `invalid_json`, `invalid_csv`, `invalid_xml`, `xml_entities`.
 */
export function jsonAnswer(
  response: HttpResponse,
  format: ResponseFormat,
  { secrets, ...rows }: RowsWanted & { readonly secrets: readonly string[] },
): HttpResponse | Promise<HttpResponse> {
  try {
    const body = readAs(format, response, rows)
    if (body === undefined) return response
    if (body instanceof Uint8Array) return { ...response, body }
    return body.then(
      (read) => ({ ...response, body: read }),
      (cause: unknown) => {
        throw sourceError(cause, response, secrets)
      },
    )
  } catch (cause) {
    throw sourceError(cause, response, secrets)
  }
}

function sourceError(cause: unknown, { url, status, body }: HttpResponse, secrets: readonly string[]): unknown {
  if (!(cause instanceof BodyProblem)) return cause
  const from = redactSecrets(redactUrl(url), secrets)
  return new SourceError(`${from} answered with ${redactSecrets(cause.message, secrets)}`, {
    code: cause.code,
    hint: cause.hint,
    context: { url: from, status, body: shownBody(body, secrets) },
  })
}
