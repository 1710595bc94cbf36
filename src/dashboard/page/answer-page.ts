import { randomBytes } from 'node:crypto'
import { contentPolicy } from '../security/response-headers.ts'
import { noticePage } from './notice-page.ts'
import type { PageFile, PageFiles } from './page-files.ts'

const NONCE = 'tolva-csp-nonce'
const FOREVER = 'public, max-age=31536000, immutable'

/** Answers what is no route of the API: a file of the page, or for any other address the page itself, which knows its own. */
export async function answerPage(request: Request, files: PageFiles): Promise<Response> {
  const { pathname } = new URL(request.url)
  const file = await files.find(pathname)
  if (file !== undefined && !file.type.startsWith('text/html')) return fileAnswer(request, file)
  const isFile = pathname.startsWith('/assets/') || /\.(js|css|map|png|svg|ico|woff2)$/.test(pathname)
  if (isFile) return notice(404, 'Not found', ['The page has no such file.'])
  const index = await files.find('/index.html')
  if (index === undefined) {
    return notice(503, 'The page is not built', [
      'Build it with: npm run build',
      'The API answers all the same, below /api.',
    ])
  }
  return indexAnswer(index)
}

/** A page of one heading and some text. */
export function notice(status: number, title: string, text: readonly string[]): Response {
  return new Response(noticePage({ title, text }), {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': contentPolicy() },
  })
}

function fileAnswer(request: Request, file: PageFile): Response {
  const { type, etag, bytes, gzipped, immutable } = file
  const headers = { etag, vary: 'accept-encoding', 'cache-control': immutable ? FOREVER : 'no-cache' }
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
  const takesGzip = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')
  if (gzipped === undefined || !takesGzip) return new Response(bytes, { headers: { ...headers, 'content-type': type } })
  return new Response(gzipped, { headers: { ...headers, 'content-type': type, 'content-encoding': 'gzip' } })
}

/** Never kept, as each answer has a nonce of its own. */
function indexAnswer({ bytes, type }: PageFile): Response {
  const nonce = randomBytes(16).toString('base64')
  const html = new TextDecoder().decode(bytes).replaceAll(NONCE, nonce)
  return new Response(html, {
    headers: { 'content-type': type, 'content-security-policy': contentPolicy(nonce) },
  })
}
