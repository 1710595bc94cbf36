import { verify } from 'node:crypto'
import type { Arrived } from '../http/loopback.ts'

/** What stands in the project, by name; null: its newest version is disabled. */
export type GoogleSecretTexts = Readonly<Record<string, string | null>>

/** How the API behaves otherwise. */
export interface GoogleServer {
  readonly project: string
  readonly publicKey: string
  readonly clientEmail: string
  readonly secrets: GoogleSecretTexts
  /** Names that the caller may not read. */
  readonly forbidden?: readonly string[]
  readonly mayList?: boolean
}

/**
 * Answers as the REST API of Secret Manager, version 1: `GET /v1/projects/P/secrets/S/versions/latest:access` and the list in
 * pages of two. The bearer must be a JWT that the service account signed for this API.
 */
export function googleAnswer(
  server: GoogleServer,
  { method, path, headers }: Arrived,
): { status: number; body: object } {
  const url = new URL(path, 'http://localhost')
  const secrets = `/v1/projects/${server.project}/secrets`
  if (method !== 'GET') return failure(405, 'INVALID_ARGUMENT')
  if (!isSigned(headers.authorization, server)) return failure(401, 'UNAUTHENTICATED')
  if (url.pathname === secrets) {
    if (!server.mayList) return failure(403, 'PERMISSION_DENIED')
    const names = Object.keys(server.secrets)
    const from = Number(url.searchParams.get('pageToken') ?? 0)
    const page = names.slice(from, from + 2).map((name) => ({ name: `projects/12/secrets/${name}` }))
    return { status: 200, body: { secrets: page, nextPageToken: from + 2 < names.length ? String(from + 2) : '' } }
  }
  const name = new RegExp(`^${secrets}/([^/]+)/versions/latest:access$`).exec(url.pathname)?.[1] ?? ''
  if (server.forbidden?.includes(name)) return failure(403, 'PERMISSION_DENIED')
  const text = server.secrets[name]
  if (text === undefined) return failure(404, 'NOT_FOUND')
  if (text === null) return failure(400, 'FAILED_PRECONDITION')
  const data = Buffer.from(text).toString('base64')
  return { status: 200, body: { name: `projects/12/secrets/${name}/versions/3`, payload: { data } } }
}

function failure(code: number, status: string) {
  return { status: code, body: { error: { code, status, message: `${status} of the API` } } }
}

function isSigned(authorization: string | undefined, { publicKey, clientEmail }: GoogleServer): boolean {
  const [head = '', claims = '', signature = ''] = (authorization ?? '').replace(/^Bearer /, '').split('.')
  const signed = Buffer.from(`${head}.${claims}`)
  if (!verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'))) return false
  const { iss, sub, aud, scope = '', exp } = JSON.parse(Buffer.from(claims, 'base64url').toString())
  const isForApi = `${aud}${scope}`.includes('secretmanager.googleapis.com') || scope.includes('/auth/cloud-platform')
  return iss === clientEmail && sub === clientEmail && isForApi && exp * 1000 > Date.now()
}
