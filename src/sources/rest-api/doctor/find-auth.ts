import type { Answered } from '../../../contracts/answered.ts'
import { looksSecret } from '../../../http/redact-url.ts'
import type { HttpRequest } from '../../../http/request.ts'
import type { AuthFinding } from './report.ts'

/** Words that may stand before a credential; anything else may be the credential itself. */
const SCHEMES = ['Basic', 'Bearer', 'Digest', 'Token']

/** Where credentials were sent, and, for a GET that was answered, what comes without them. */
export async function findAuth(answer: Answered): Promise<AuthFinding> {
  const { request, response } = answer
  const { status } = response
  const sent = await sentCredentials(answer)
  if (sent.length === 0 || request.method !== 'GET' || status >= 400) return { sent, status }
  const without = await answer.ask(request, { withoutAuth: true }).catch(() => undefined)
  return { sent, status, ...(without !== undefined && { withoutStatus: without.status }) }
}

/** Where credentials are sent, never what they are. */
export async function sentCredentials(answer: Answered): Promise<readonly string[]> {
  const { request, auth } = answer
  return [...ownHeaders(request), ...(auth === undefined ? [] : changes(request, await applied(answer)))]
}

async function applied({ auth, request, ask }: Answered): Promise<HttpRequest> {
  if (auth === undefined) return request
  const io = {
    elapsed: () => performance.now(),
    now: Date.now,
    send: (tokenRequest: HttpRequest) => ask(tokenRequest, { withoutAuth: true }),
  }
  return Promise.resolve(auth.apply(request, io)).catch(() => request)
}

function ownHeaders({ headers }: HttpRequest): readonly string[] {
  return Object.keys(headers)
    .filter(looksSecret)
    .map((name) => `header ${name}`)
}

function changes(before: HttpRequest, after: HttpRequest): readonly string[] {
  const headers = Object.entries(after.headers)
    .filter(([name, value]) => before.headers[name] !== value)
    .map(([name, value]) => {
      const scheme = SCHEMES.find((word) => value.startsWith(`${word} `))
      return scheme === undefined ? `header ${name}` : `header ${name} (${scheme})`
    })
  const params = after.params
    .filter(([name, value]) => !before.params.some(([other, same]) => other === name && same === value))
    .map(([name]) => `query parameter ${name}`)
  return [...headers, ...params]
}
