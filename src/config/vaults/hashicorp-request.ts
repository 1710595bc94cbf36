import { setTimeout } from 'node:timers/promises'
import { failureReason, vaultUnreachable } from './vault-error.ts'

/** One question to Vault's HTTP API; with a body it is a POST. */
export interface HashicorpRequest {
  /** Below `/v1/`. */
  readonly path: string
  /** For errors. */
  readonly asked: string
  readonly token?: string
  readonly body?: object
}

interface HashicorpAnswer {
  readonly status: number
  readonly body: unknown
}

const TRIES = 3
const DEADLINE_MS = 10_000

/**
 * Sends it, up to three times where the server is busy, sealed, changing its leader or not there.
 * @throws ConfigError `vault_unreachable`.
 */
export async function requestHashicorp(
  server: { readonly address: string; readonly namespace: string | undefined },
  request: HashicorpRequest,
): Promise<HashicorpAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await once(server, request).catch((error: unknown) => ({ reason: failureReason(error) }))
    const reason = 'reason' in answer ? answer.reason : reasonOf(answer.status)
    if (!('reason' in answer) && reason === undefined) return answer
    if (attempt < TRIES) {
      await setTimeout(200 * attempt)
      continue
    }
    throw vaultUnreachable({
      vault: 'HashiCorp Vault',
      asked: request.asked,
      reason: reason ?? 'no answer',
      hint: `Check ${new URL(server.address).origin} with: vault status; or set enable_hashicorp_secrets = false under [providers].`,
    })
  }
}

function reasonOf(status: number): string | undefined {
  if (status === 503) return 'it is sealed or down for maintenance (status 503)'
  if (status >= 300 && status < 400) return `it redirects (status ${status}); address must be that of its leader`
  return status === 429 || status >= 500 || status === 412 ? `status ${status}` : undefined
}

async function once(
  { address, namespace }: { readonly address: string; readonly namespace: string | undefined },
  { path, token, body }: HashicorpRequest,
): Promise<HashicorpAnswer> {
  const answer = await fetch(`${address.replace(/\/+$/, '')}/v1/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    // A redirect would take the token to wherever it leads.
    redirect: 'manual',
    signal: AbortSignal.timeout(DEADLINE_MS),
    headers: {
      'X-Vault-Request': 'true',
      ...(token !== undefined && { 'X-Vault-Token': token }),
      ...(namespace !== undefined && { 'X-Vault-Namespace': namespace }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: parsed(text) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
