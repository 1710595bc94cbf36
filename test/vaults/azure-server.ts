import type { IncomingHttpHeaders } from 'node:http'

/** What stands in the vault, by name; `null`: it is disabled. */
export interface AzureServer {
  readonly tenant: string
  readonly clientId: string
  readonly clientSecret: string
  readonly secrets: Readonly<Record<string, string | null>>
  /** Names that the caller's role does not reach. */
  readonly forbidden?: readonly string[]
}

export interface AzureRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface AzureAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: object
}

const ISSUED = 'issued-for-the-vault'

/**
 * Answers as Key Vault's REST API and as the authority that issues its tokens, at one address: a request without a token gets
 * the challenge that names authority and resource; a token is given for the client's id and secret, and for that resource only.
 */
export function azureAnswer(server: AzureServer, origin: string, request: AzureRequest): AzureAnswer {
  const url = new URL(request.path, origin)
  return url.pathname.startsWith(`/${server.tenant}/`)
    ? authorityAnswer(server, origin, { ...request, path: url.pathname })
    : vaultAnswer(server, { origin, url }, request)
}

function authorityAnswer(server: AzureServer, origin: string, { method, path, body }: AzureRequest): AzureAnswer {
  const own = `${origin}/${server.tenant}`
  if (method === 'GET' && path.endsWith('/v2.0/.well-known/openid-configuration')) {
    const endpoints = {
      authorization_endpoint: `${own}/oauth2/v2.0/authorize`,
      token_endpoint: `${own}/oauth2/v2.0/token`,
    }
    return { status: 200, body: { issuer: `${own}/v2.0`, jwks_uri: `${own}/keys`, ...endpoints } }
  }
  const form = new URLSearchParams(body)
  const isAsked = method === 'POST' && path.endsWith('/oauth2/v2.0/token')
  const isKnown =
    form.get('grant_type') === 'client_credentials' &&
    form.get('client_id') === server.clientId &&
    form.get('client_secret') === server.clientSecret &&
    form.get('scope')?.startsWith('https://vault.azure.net/.default')
  if (isAsked && isKnown) return { status: 200, body: { token_type: 'Bearer', expires_in: 3600, access_token: ISSUED } }
  // The real one repeats what it was sent as well.
  const error = { error: 'invalid_client', error_description: `AADSTS7000215: invalid client secret ${body}` }
  return { status: 401, body: error }
}

function vaultAnswer(
  server: AzureServer,
  { origin, url }: { readonly origin: string; readonly url: URL },
  { method, headers }: AzureRequest,
): AzureAnswer {
  if (headers.authorization !== `Bearer ${ISSUED}`) {
    const challenge = `Bearer authorization="${origin}/${server.tenant}", resource="https://vault.azure.net"`
    return { ...failure(401, 'Unauthorized'), headers: { 'www-authenticate': challenge } }
  }
  if (method !== 'GET' || !/^\d+\.\d+$|^\d{4}-\d{2}-\d{2}$/.test(url.searchParams.get('api-version') ?? ''))
    return failure(400, 'BadParameter')
  if (/^\/secrets\/?$/.test(url.pathname)) return { status: 200, body: page(server, origin, url) }
  const name = /^\/secrets\/([0-9A-Za-z-]{1,127})\/?$/.exec(url.pathname)?.[1]
  if (name === undefined) return failure(400, 'BadParameter')
  if (server.forbidden?.includes(name)) return failure(403, 'Forbidden', 'ForbiddenByRbac')
  const value = server.secrets[name]
  if (value === undefined) return failure(404, 'SecretNotFound')
  if (value === null) return failure(403, 'Forbidden', 'SecretDisabled')
  const attributes = { enabled: true, created: 1_493_938_410, updated: 1_493_938_410 }
  return { status: 200, body: { value, id: `https://acme.vault.azure.net/secrets/${name}/4387e9f3`, attributes } }
}

/** One secret a page. */
function page({ secrets }: AzureServer, origin: string, url: URL): object {
  const names = Object.keys(secrets)
  const from = Number(url.searchParams.get('$skiptoken') ?? 0)
  const next = `${origin}/secrets?api-version=${url.searchParams.get('api-version')}&$skiptoken=${from + 1}`
  const value = names.slice(from, from + 1).map((name) => ({ id: `https://acme.vault.azure.net/secrets/${name}` }))
  return { value, nextLink: from + 1 < names.length ? next : null }
}

function failure(status: number, code: string, inner?: string): AzureAnswer {
  return {
    status,
    body: { error: { code, message: code, ...(inner !== undefined && { innererror: { code: inner } }) } },
  }
}
