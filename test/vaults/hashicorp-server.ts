import type { Arrived } from '../http/loopback.ts'

/** What stands in the KV engine, by path; null: its newest version was deleted. */
export interface HashicorpServer {
  readonly mount: string
  readonly namespace?: string
  readonly tokens: Set<string>
  readonly role?: { readonly roleId: string; readonly secretId: string; readonly issues: readonly string[] }
  readonly secrets: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>
  readonly forbidden?: readonly string[]
  /** The first so many requests are answered as by a sealed server. */
  readonly sealedFor?: number
}

interface Answer {
  readonly status: number
  readonly body: object
}

/** Answers as Vault's HTTP API: KV version 2, AppRole, token look-up. */
export function hashicorpServer(server: HashicorpServer): (request: Arrived) => Answer {
  let seen = 0
  let issued = 0
  return ({ method, path, headers, body }) => {
    seen += 1
    if (seen <= (server.sealedFor ?? 0)) return failure(503, 'Vault is sealed')
    const url = new URL(path, 'http://localhost')
    const where = decodeURIComponent(url.pathname)
    if (headers['x-vault-request'] !== 'true') return failure(400, 'no X-Vault-Request header')
    if (headers['x-vault-namespace'] !== server.namespace) return failure(404, 'no handler for route')
    if (method === 'POST' && where === '/v1/auth/approle/login') {
      const { role_id: roleId, secret_id: secretId } = JSON.parse(body)
      const { role } = server
      if (role === undefined || roleId !== role.roleId || secretId !== role.secretId)
        return failure(400, `invalid role or secret ID: ${body}`)
      const token = role.issues[issued] ?? ''
      issued += 1
      return { status: 200, body: { auth: { client_token: token, lease_duration: 3600 } } }
    }
    if (method !== 'GET') return failure(405, 'unsupported operation')
    if (!server.tokens.has(String(headers['x-vault-token'])))
      return failure(403, `permission denied: ${headers['x-vault-token']}`)
    if (where === '/v1/auth/token/lookup-self') return { status: 200, body: { data: { ttl: 60 } } }
    const [, kind, key = ''] = new RegExp(`^/v1/${server.mount}/(data|metadata)/(.*)$`).exec(where) ?? []
    if (kind === undefined) return failure(404, `no handler for route "${where}"`)
    if (kind === 'metadata') return listing(server, key)
    if (server.forbidden?.includes(key)) return failure(403, '1 error occurred: permission denied')
    const data = server.secrets[key]
    if (data === undefined) return { status: 404, body: { errors: [] } }
    const metadata = { version: 2, deletion_time: data === null ? '2024-01-02T00:00:00Z' : '', destroyed: false }
    return { status: data === null ? 404 : 200, body: { data: { data, metadata } } }
  }
}

function listing({ secrets }: HashicorpServer, folder: string): Answer {
  const below = Object.keys(secrets).filter((key) => key.startsWith(folder))
  const keys = new Set(below.map((key) => /^[^/]*\/?/.exec(key.slice(folder.length))?.[0] ?? ''))
  return keys.size === 0 ? { status: 404, body: { errors: [] } } : { status: 200, body: { data: { keys: [...keys] } } }
}

function failure(status: number, message: string): Answer {
  return { status, body: { errors: [message] } }
}
