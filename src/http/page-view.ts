import { hash } from 'node:crypto'
import { SourceError } from '../errors/tolva-error.ts'
import { parseExact } from '../values/exact-json.ts'
import { type OpenedJson, openJson } from '../values/open-json.ts'
import { shownBody } from './http-error.ts'
import { dottedPath, parseJsonPath } from './json-path-text.ts'
import type { PageView } from './paginators/paginator.ts'
import { queryJson } from './query-json.ts'
import { redactSecrets, redactUrl } from './redact-url.ts'
import type { HttpResponse } from './request.ts'

const BLANK = new Set([0x20, 0x09, 0x0a, 0x0d])
const OPEN_ANGLE = 0x3c

/** What is known of a body before a paginator looks at it. */
export interface KnownBody {
  /** The body, where it was opened before. */
  readonly json?: OpenedJson
  /** The part that holds the rows; the whole body where absent. */
  readonly rows?: Uint8Array | undefined
}

/** An answer as paginators see it: values are read from its bytes, and the whole is parsed only where something asks for it. */
export function createPageView(response: HttpResponse, countRows: () => number, known: KnownBody = {}): PageView {
  let { json } = known
  let parsed: { readonly document: unknown } | undefined
  let rows: number | undefined
  const document = () => {
    parsed ??= { document: parseExact(response.body) }
    return parsed.document
  }
  return {
    url: response.url,
    header: (name) => response.headers.get(name),
    value(path) {
      const parsedPath = parseJsonPath(path)
      if ('query' in parsedPath) return queryJson(document(), parsedPath)[0]
      const dotted = dottedPath(parsedPath.steps)
      if (dotted === undefined) return queryJson(document(), parsedPath)[0]
      json ??= openJson(response.body)
      return json.value(dotted)
    },
    rowCount() {
      rows ??= countRows()
      return rows
    },
    rowsHash: () => hash('sha1', known.rows ?? response.body, 'base64'),
    document,
  }
}

/**
 * Opens a body, and makes sure that it is one whole JSON document.
 * @throws SourceError `empty_body`, `not_json`, `invalid_json` (cut off, or broken inside).
 */
export function checkJsonBody(response: HttpResponse, secrets: readonly string[]): OpenedJson {
  const { body } = response
  const first = body.find((byte) => !BLANK.has(byte))
  const shownUrl = () => redactSecrets(redactUrl(response.url), secrets)
  if (first === undefined) {
    const url = shownUrl()
    throw new SourceError(`${url} answered with an empty body`, {
      code: 'empty_body',
      hint: `if that means "no rows", add response_actions: [{ status_code: ${response.status}, action: ignore }]`,
      context: { url, status: response.status },
    })
  }
  if (first === OPEN_ANGLE) {
    const url = shownUrl()
    throw new SourceError(`${url} answered with HTML or XML where JSON was expected`, {
      code: 'not_json',
      hint: 'check base URL and path: this looks like a web page, often a login page',
      context: { url, status: response.status, body: shownBody(body, secrets) },
    })
  }
  try {
    return openJson(body)
  } catch (cause) {
    const url = shownUrl()
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new SourceError(`${url} answered with JSON that is broken or cut off: ${detail}`, {
      code: 'invalid_json',
      hint: 'ask the API for smaller pages, or tell its vendor',
      context: { url, status: response.status, body: shownBody(body, secrets) },
      cause,
    })
  }
}
