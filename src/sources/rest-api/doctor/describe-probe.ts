import type { Answered } from '../../../contracts/answered.ts'
import { looksSecret, redactSecrets, redactUrl } from '../../../http/redact-url.ts'
import { requestUrl } from '../../../http/request.ts'
import { sentCredentials } from './find-auth.ts'
import { findPaging } from './find-paging.ts'
import { findRows } from './find-rows.ts'
import { nextStep } from './next-step.ts'
import type { PagingFinding, RowsFinding } from './report.ts'

const MOST_BODY = 20_000
const LEFT_OUT = /^(set-cookie|cookie|authorization|proxy-auth|www-authenticate|.*-csrf)/

/** What one request brought; plain data without secrets. */
export interface EndpointProbe {
  readonly resource: string
  readonly method: string
  readonly url: string
  readonly status: number
  readonly ms: number
  /** Where credentials were sent, never what they are. */
  readonly auth: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  /** The beginning of the body, where it is text. */
  readonly body: string
  readonly bytes: number
  /** true: the body goes on. */
  readonly truncated: boolean
  readonly rows?: RowsFinding
  readonly paging?: Pick<PagingFinding, 'paginator' | 'found' | 'evidence' | 'total'>
  /** Another origin that the answer leads to; it was not followed. */
  readonly redirect?: string
  /** What to do next, where something is to be done. */
  readonly next?: string
}

/** Puts together what an answer shows. */
export async function describeProbe(answer: Answered, ms: number): Promise<EndpointProbe> {
  const { request, response, resource, auth } = answer
  const { status } = response
  const masked = (text: string) => redactSecrets(text, auth?.secrets() ?? [])
  const rows = status < 300 ? findRows(answer) : undefined
  const found = rows && findPaging([answer], rows.selector)
  const location = status >= 300 && status < 400 ? response.headers.get('location') : undefined
  const next = nextStep({ status, headers: response.headers, rows, hasAuth: auth !== undefined, location })
  const { text, truncated } = beginning(response.body)
  return {
    resource,
    method: request.method,
    url: masked(redactUrl(requestUrl(request))),
    status,
    ms,
    auth: await sentCredentials(answer),
    headers: Object.fromEntries(
      [...response.headers]
        .filter(([name]) => !LEFT_OUT.test(name) && !looksSecret(name))
        .map(([name, value]) => [name, masked(name === 'location' || name === 'link' ? redactUrl(value) : value)]),
    ),
    body: masked(text),
    bytes: response.body.length,
    truncated,
    ...(rows && { rows }),
    ...(found && {
      paging: {
        paginator: found.paginator,
        found: found.found,
        evidence: found.evidence,
        ...(found.total && { total: found.total }),
      },
    }),
    ...(location !== undefined && { redirect: masked(redactUrl(location)) }),
    ...(next !== undefined && { next }),
  }
}

function beginning(body: Uint8Array): { readonly text: string; readonly truncated: boolean } {
  const whole = new TextDecoder().decode(body.subarray(0, MOST_BODY))
  // A character that was cut in two would be a replacement mark.
  const text = body.length > MOST_BODY ? whole.replace(/\uFFFD+$/, '') : whole
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they tell what is no text.
  const isBinary = /[\u0000-\u0008\u000E-\u001A]/.test(text.slice(0, 1000))
  return { text: isBinary ? '' : text, truncated: body.length > MOST_BODY || isBinary }
}
