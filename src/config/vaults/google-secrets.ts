import { ConfigError } from '../../errors/tolva-error.ts'
import { Secret } from '../secret.ts'
import { normalizeKey } from './normalize-key.ts'
import { reveal } from './reveal.ts'
import type { Vault, VaultAnswer, VaultScope } from './vault.ts'
import { failureReason, vaultAccessDenied, vaultUnreachable } from './vault-error.ts'
import { vaultPackage } from './vault-package.ts'

/** What is not given is found as Google's own tools find it: application default credentials. */
export interface GoogleSecretsOptions extends VaultScope {
  /** Default: that of the credentials. */
  readonly projectId?: string
  readonly clientEmail?: string
  readonly privateKey?: string | Secret
  /** A service account's key file as text, instead of the three. */
  readonly credentials?: string | Secret
  /** URL of the service where it is not Google's own. */
  readonly endpoint?: string
}

const NAME = 'Google Secrets'
const DEADLINE_MS = 15_000
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform'

/**
 * Google Cloud Secret Manager, the newest version of each secret; names are `sources-shop-api_key`. Needs the packages
 * @google-cloud/secret-manager and google-auth-library.
 * @throws ConfigError code `bad_credentials`.
 */
export function googleSecrets(options: GoogleSecretsOptions = {}): Vault {
  const account = accountOf(options)
  let opened: ReturnType<typeof open> | undefined
  const driver = () => {
    opened ??= open(account, options.endpoint)
    return opened
  }
  const project = async () => account.projectId ?? (await (await driver()).getProjectId())
  return {
    name: NAME,
    onlySecrets: options.onlySecrets ?? true,
    onlyTomlFragments: options.onlyTomlFragments ?? true,
    listSecrets: options.listSecrets ?? false,
    keyOf: (path) => path.map(normalizeKey).join('-'),
    async read(key) {
      const client = await driver()
      try {
        const name = `projects/${await project()}/secrets/${key}/versions/latest`
        const [{ payload }] = await client.accessSecretVersion({ name }, { timeout: DEADLINE_MS, maxRetries: 3 })
        const data = payload?.data ?? ''
        return { text: typeof data === 'string' ? data : new TextDecoder().decode(data) }
      } catch (error) {
        return answerOf(error, key)
      }
    },
    async list() {
      const client = await driver()
      const names = new Set<string>()
      try {
        const parent = `projects/${await project()}`
        for await (const { name } of client.listSecretsAsync({ parent }, { autoPaginate: false })) {
          names.add(name?.split('/').at(-1) ?? '')
        }
      } catch (error) {
        answerOf(error, 'the list of secrets', 'roles/secretmanager.viewer')
      }
      return names
    },
  }
}

interface Account {
  readonly projectId: string | undefined
  readonly clientEmail: string | undefined
  readonly privateKey: string | Secret | undefined
}

/** Over HTTP: gRPC keeps a connection open for what is a few requests. */
async function open(account: Account, endpoint: string | undefined) {
  const [{ SecretManagerServiceClient }, { JWT }] = await vaultPackage(
    { vault: NAME, packages: '@google-cloud/secret-manager google-auth-library' },
    () => Promise.all([import('@google-cloud/secret-manager'), import('google-auth-library')]),
  )
  const { projectId, clientEmail: email, privateKey } = account
  const signed = () => {
    if (email === undefined || privateKey === undefined) return undefined
    const jwt = new JWT({ email, key: reveal(privateKey), scopes: [SCOPE] })
    // Signs for the API itself, as Google's own clients do, instead of asking for a token first.
    jwt.useJWTAccessWithScope = true
    return jwt
  }
  const authClient = signed()
  return new SecretManagerServiceClient({
    fallback: true,
    ...(projectId !== undefined && { projectId }),
    ...(authClient !== undefined && { authClient }),
    ...(endpoint !== undefined && elsewhere(new URL(endpoint))),
  })
}

function elsewhere({ hostname, port, protocol }: URL) {
  return {
    apiEndpoint: hostname,
    port: Number(port || (protocol === 'http:' ? 80 : 443)),
    protocol: protocol.replace(':', ''),
  }
}

function accountOf({ projectId, clientEmail, privateKey, credentials }: GoogleSecretsOptions): Account {
  const file = credentials === undefined ? {} : keyFile(reveal(credentials))
  const text = (name: string) => (typeof file[name] === 'string' ? file[name] : undefined)
  const key = text('private_key')
  return {
    projectId: projectId ?? text('project_id'),
    clientEmail: clientEmail ?? text('client_email'),
    privateKey: privateKey ?? (key === undefined ? undefined : new Secret(key)),
  }
}

function keyFile(text: string): Readonly<Record<string, unknown>> {
  try {
    return { ...JSON.parse(text) }
  } catch {
    // What the parser says quotes the key.
    throw new ConfigError('the credentials of Google Secrets are not the JSON of a key file', {
      code: 'bad_credentials',
      hint: 'Put the whole text of the service account’s key file into credentials of [providers.google_secrets].',
    })
  }
}

const [INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED, FAILED_PRECONDITION, UNAUTHENTICATED] = [3, 5, 7, 9, 16]

function answerOf(error: unknown, asked: string, role?: string): VaultAnswer {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  const reason: unknown = error instanceof Error ? Reflect.get(error, 'reason') : undefined
  const isOff = reason === 'SERVICE_DISABLED'
  if (role === undefined) {
    if (code === NOT_FOUND || code === INVALID_ARGUMENT) return undefined
    if (code === PERMISSION_DENIED && !isOff) return { refused: 'PERMISSION_DENIED' }
    if (code === FAILED_PRECONDITION) return { refused: 'its newest version is disabled or destroyed' }
  }
  const failure = { vault: NAME, asked, reason: isOff ? 'SERVICE_DISABLED' : failureReason(error) }
  if (code === PERMISSION_DENIED && role !== undefined) {
    throw vaultAccessDenied({ ...failure, hint: `Grant ${role}, or set list_secrets = false.` })
  }
  if (code === UNAUTHENTICATED || /default credentials|invalid_grant/.test(String(error))) {
    throw vaultAccessDenied({
      ...failure,
      hint: 'Check client_email and private_key in [providers.google_secrets.credentials], or run: gcloud auth application-default login',
    })
  }
  if (/Unable to detect a Project Id/.test(String(error))) {
    throw vaultUnreachable({
      ...failure,
      reason: 'no project is configured',
      hint: 'Set project_id in [providers.google_secrets.credentials].',
    })
  }
  throw vaultUnreachable({
    ...failure,
    hint: isOff
      ? 'Enable the Secret Manager API in the project.'
      : 'Check that secretmanager.googleapis.com can be reached from here, or set enable_google_secrets = false under [providers].',
  })
}
