import type { Secret } from '../secret.ts'
import { isTable } from '../value-at.ts'
import { type HashicorpRequest, requestHashicorp } from './hashicorp-request.ts'
import { normalizeKey } from './normalize-key.ts'
import { reveal } from './reveal.ts'
import type { Vault, VaultAnswer, VaultScope } from './vault.ts'
import { vaultAccessDenied, vaultUnreachable } from './vault-error.ts'

/** Who asks: a token, or a role's id and secret, for which a token is given. */
export interface HashicorpSecretsOptions extends VaultScope {
  /** Default `$VAULT_ADDR`, else `https://127.0.0.1:8200`. */
  readonly address?: string
  /** Default `$VAULT_TOKEN`. */
  readonly token?: string | Secret
  /** `mount`: where the AppRole method is enabled; default `approle`. */
  readonly appRole?: { readonly roleId: string; readonly secretId: string | Secret; readonly mount?: string }
  /** Where the KV engine, version 2, is mounted. Default `secret`. */
  readonly mount?: string
  /** Default `$VAULT_NAMESPACE`. */
  readonly namespace?: string
  /** Stands before all names. Default `dlt/`. */
  readonly secretNamePrefix?: string
  /** Default false: Vault's paths are sections, its fields the values. */
  readonly onlyTomlFragments?: boolean
}

const NAME = 'HashiCorp Vault'

/** HashiCorp Vault's KV engine, version 2; `dlt/sources/shop` holds the fields of a section. Needs no package. */
export function hashicorpSecrets(options: HashicorpSecretsOptions = {}): Vault {
  const { mount = 'secret', secretNamePrefix: prefix = 'dlt/' } = options
  const { address = process.env.VAULT_ADDR ?? 'https://127.0.0.1:8200' } = options
  const namespace = options.namespace ?? process.env.VAULT_NAMESPACE
  const send = (request: HashicorpRequest) => requestHashicorp({ address, namespace }, request)
  let token: Promise<string> | undefined
  const currentToken = () => {
    token ??= tokenOf(options, send).catch((error: unknown) => {
      token = undefined
      throw error
    })
    return token
  }
  /** Of a token that is not known any more a role gets another. */
  const get = async (path: string, asked: string) => {
    const used = currentToken()
    const first = await send({ path, asked, token: await used })
    if (first.status !== 403 || (await isKnown(send, await used))) return first
    if (options.appRole === undefined) throw tokenRefused(asked)
    if (token === used) token = undefined
    return send({ path, asked, token: await currentToken() })
  }
  return {
    name: NAME,
    onlySecrets: options.onlySecrets ?? true,
    onlyTomlFragments: options.onlyTomlFragments ?? false,
    listSecrets: options.listSecrets ?? false,
    keyOf: (path) => `${prefix}${path.map(normalizeKey).join('/')}`,
    async read(key) {
      return answerOf(await get(`${mount}/data/${escaped(key)}`, key), { key, mount })
    },
    list: async () =>
      new Set(
        await listed(prefix, async (folder) => {
          const asked = `the list of ${folder || 'secrets'}`
          const answer = await get(`${mount}/metadata/${escaped(folder)}?list=true`, asked)
          if (answer.status === 200 || answer.status === 404) return keysOf(answer.body)
          throw vaultAccessDenied({
            vault: NAME,
            asked,
            reason: `status ${answer.status}`,
            hint: `Allow list on ${mount}/metadata/${prefix}*, or set list_secrets = false.`,
          })
        }),
      ),
  }
}

type Send = (request: HashicorpRequest) => ReturnType<typeof requestHashicorp>

async function tokenOf(options: HashicorpSecretsOptions, send: Send): Promise<string> {
  const { appRole, token = process.env.VAULT_TOKEN } = options
  if (appRole === undefined) {
    if (token !== undefined) return reveal(token)
    throw vaultAccessDenied({
      vault: NAME,
      asked: 'anything',
      reason: 'no token is configured',
      hint: 'Set token, or role_id and secret_id, in [providers.hashicorp_secrets.credentials], or VAULT_TOKEN.',
    })
  }
  const { roleId, secretId, mount = 'approle' } = appRole
  const body = { role_id: roleId, secret_id: reveal(secretId) }
  const answer = await send({ path: `auth/${mount}/login`, asked: 'a token', body })
  const auth = isTable(answer.body) ? answer.body.auth : undefined
  if (answer.status === 200 && isTable(auth) && typeof auth.client_token === 'string') return auth.client_token
  throw vaultAccessDenied({
    vault: NAME,
    asked: 'a token',
    reason: `the role was refused with status ${answer.status}`,
    hint: 'Check role_id and secret_id in [providers.hashicorp_secrets.credentials].',
  })
}

/** 403 says both that a token may not read a path and that there is no such token; every token may look itself up. */
async function isKnown(send: Send, token: string): Promise<boolean> {
  return (await send({ path: 'auth/token/lookup-self', asked: 'its token', token })).status === 200
}

function tokenRefused(asked: string) {
  return vaultAccessDenied({
    vault: NAME,
    asked,
    reason: 'it does not know the token',
    hint: 'Get another: vault login, and set VAULT_TOKEN or token in [providers.hashicorp_secrets.credentials].',
  })
}

function answerOf(
  { status, body }: { readonly status: number; readonly body: unknown },
  of: { readonly key: string; readonly mount: string },
): VaultAnswer {
  if (status === 403) return { refused: 'permission denied' }
  if (status === 404 && !saysNoRoute(body)) return undefined
  const data = isTable(body) && isTable(body.data) ? body.data.data : undefined
  if (status === 200 && isTable(data)) return { text: textOf(data) }
  throw vaultUnreachable({
    vault: NAME,
    asked: of.key,
    reason: `there is no KV engine of version 2 at ${of.mount}/ (status ${status})`,
    hint: `Set mount under [providers.hashicorp_secrets], or run: vault secrets enable -path=${of.mount} kv-v2`,
  })
}

/** A field `value` that stands alone is the whole secret, as `vault kv put … value=…` has it; else fields are a document. */
function textOf(data: Readonly<Record<string, unknown>>): string {
  const { value, ...others } = data
  return typeof value === 'string' && Object.keys(others).length === 0 ? value : JSON.stringify(data)
}

function saysNoRoute(body: unknown): boolean {
  const errors = isTable(body) && Array.isArray(body.errors) ? body.errors : []
  return errors.some((one) => String(one).includes('no handler for route'))
}

async function listed(
  folder: string,
  keys: (folder: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const root = folder.slice(0, folder.lastIndexOf('/') + 1)
  const names = await keys(root)
  const below = await Promise.all(
    names.map((name) => (name.endsWith('/') ? listed(`${root}${name}`, keys) : [`${root}${name}`])),
  )
  return below.flat()
}

function keysOf(body: unknown): readonly string[] {
  const keys = isTable(body) && isTable(body.data) ? body.data.keys : undefined
  return Array.isArray(keys) ? keys.map(String) : []
}

function escaped(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}
