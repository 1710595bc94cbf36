import type { ServerResponse } from 'node:http'
import type { Arrived } from '../http/loopback.ts'

/** How the API behaves, by the first part of the path. */
export const MODES = ['ok', 'linked', 'denied', 'missing', 'broken', 'away', 'cut', 'slow', 'keys', 'drift'] as const
export type Mode = (typeof MODES)[number]

/**
 * An API that repeats in its failures all that it was sent, as many do, and in its links what stood in the query. It is its
 * own token server and its own vault.
 * @param given The token that the one gives, and the one that stands in the other.
 * @param elsewhere URL of another host, which redirects lead to.
 */
export function protectedApi({ issued, inVault }: { issued: string; inVault: string }, elsewhere: () => string) {
  return (request: Arrived, outgoing: ServerResponse): void => {
    const url = new URL(request.path, 'http://localhost')
    const echo = JSON.stringify({ error: 'no', you_sent: { ...request } })
    const json = (body: string, status = 200) =>
      outgoing
        .writeHead(status, { 'content-type': 'application/json', 'x-echo': request.headers.authorization ?? '' })
        .end(body)
    if (url.pathname === '/token') {
      return void json(JSON.stringify({ access_token: issued, refresh_token: `${issued}-r`, expires_in: 3600 }))
    }
    if (url.pathname.startsWith('/v1/')) {
      const has = url.pathname === '/v1/secret/data/dlt/sources/vault/credentials'
      return void (has ? json(JSON.stringify({ data: { data: { token: inVault } } })) : json(echo, 404))
    }
    const page = Number(url.searchParams.get('page') ?? 1)
    url.searchParams.set('page', String(page + 1))
    const next = `${url.pathname}${url.search}`
    switch (url.pathname.slice(1)) {
      case 'ok':
        return void json(JSON.stringify({ rows: [{ id: page }], next: page < 3 ? next : null }))
      case 'linked':
        return void (page < 3 ? json(JSON.stringify({ rows: [{ id: page }], next })) : json(echo, 500))
      case 'denied':
        return void json(echo, 401)
      case 'missing':
        return void json(echo, 404)
      case 'broken':
        return void json(echo, 500)
      case 'away':
        return void outgoing.writeHead(302, { location: `${elsewhere()}/denied` }).end()
      case 'cut':
        return void json(echo.slice(0, -1))
      case 'keys':
        return void json(JSON.stringify({ 'not the rows': [] }))
      case 'drift':
        return void json(JSON.stringify({ rows: [{ id: 'no number' }], next: null }))
      // 'slow' never answers.
    }
  }
}
