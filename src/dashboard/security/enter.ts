import { ConfigError } from '../../errors/tolva-error.ts'
import type { Access } from '../../serving/access.ts'
import { escaped, noticePage } from '../page/notice-page.ts'
import { isApi } from './refuse-strangers.ts'
import { contentPolicy } from './response-headers.ts'

const TOKEN = 'token'

/**
 * Lets in who has the cookie or the bearer: undefined. Who opens an address with the token gets the cookie, and the same address
 * without it.
 * @throws ConfigError `bad_token`.
 */
export function enter(request: Request, access: Access): Response | undefined {
  const url = new URL(request.url)
  if (request.method === 'GET' && !isApi(request.url) && access.isToken(url.searchParams.get(TOKEN))) {
    url.searchParams.delete(TOKEN)
    return opened(request, `${url.pathname.replace(/^\/+/, '/')}${url.search}`, access)
  }
  if (access.admits(request.headers)) return undefined
  throw new ConfigError('this address opens with its token only', {
    code: 'bad_token',
    hint: 'Open the URL that `tolva dashboard` or `tolva pipeline <name> show` printed last. Scripts send its token as a bearer.',
  })
}

function opened(request: Request, to: string, access: Access): Response {
  const headers = { 'set-cookie': access.cookie }
  // From a link on another site the browser would follow without the cookie, which is for this site's own steps.
  const isForeign = /^(cross-site|same-site)$/.test(request.headers.get('sec-fetch-site') ?? '')
  if (!isForeign) return new Response(null, { status: 303, headers: { ...headers, location: to } })
  const head = `<meta http-equiv="refresh" content="0;url=${escaped(to)}">\n`
  return new Response(noticePage({ title: 'Opening', text: ['The dashboard opens.'], head }), {
    headers: { ...headers, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': contentPolicy() },
  })
}
