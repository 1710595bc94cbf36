import type { Secret } from '../secret.ts'
import { reveal } from './reveal.ts'
import type { Vault, VaultAnswer, VaultScope } from './vault.ts'
import { failureReason, vaultAccessDenied, vaultUnreachable } from './vault-error.ts'
import { vaultPackage } from './vault-package.ts'

/** Without a client's secret credentials are found as Azure's own tools find them: environment, managed identity, `az login`. */
export interface AzureSecretsOptions extends VaultScope {
  /** `https://<name>.vault.azure.net` */
  readonly vaultUrl: string
  readonly tenantId?: string
  readonly clientId?: string
  readonly clientSecret?: string | Secret
  /** Where tokens are issued, if not by Azure's public cloud. */
  readonly authorityHost?: string
  /** false: for a vault under a domain of its own, whose challenge names another. Default true. */
  readonly verifyChallengeResource?: boolean
  /** Stands before all names. Default none. */
  readonly secretNamePrefix?: string
  /** Default false: a secret a value is Key Vault's own way. */
  readonly onlyTomlFragments?: boolean
}

const NAME = 'Azure Key Vault'
const DEADLINE_MS = 20_000
const RETRIES = { maxRetries: 2, retryDelayInMs: 300, maxRetryDelayInMs: 3_000 }

/** Azure Key Vault; names are `sources--shop--api-key`. Needs the packages @azure/keyvault-secrets and @azure/identity. */
export function azureSecrets(options: AzureSecretsOptions): Vault {
  const { secretNamePrefix: prefix = '' } = options
  let opened: ReturnType<typeof open> | undefined
  const driver = () => {
    opened ??= open(options)
    return opened
  }
  return {
    name: NAME,
    onlySecrets: options.onlySecrets ?? true,
    onlyTomlFragments: options.onlyTomlFragments ?? false,
    listSecrets: options.listSecrets ?? false,
    keyOf: (path) => `${prefix}${path.map(keyPart).join('--')}`,
    async read(key) {
      const client = await driver()
      try {
        const { value } = await client.getSecret(key, { abortSignal: AbortSignal.timeout(DEADLINE_MS) })
        return value === undefined ? undefined : { text: value }
      } catch (error) {
        return answerOf(error, key)
      }
    },
    async list() {
      const client = await driver()
      const names = new Set<string>()
      try {
        for await (const { name } of client.listPropertiesOfSecrets()) names.add(name)
      } catch (error) {
        answerOf(error, 'the list of secrets', true)
      }
      return names
    },
  }
}

/** Names hold letters, digits and `-` only. */
function keyPart(part: string): string {
  return part.replaceAll('_', '-').replace(/[^0-9A-Za-z-]/g, '')
}

async function open(options: AzureSecretsOptions) {
  const packages = '@azure/keyvault-secrets @azure/identity'
  const [{ SecretClient }, { ClientSecretCredential, DefaultAzureCredential }] = await vaultPackage(
    { vault: NAME, packages },
    () => Promise.all([import('@azure/keyvault-secrets'), import('@azure/identity')]),
  )
  const { vaultUrl, tenantId, clientId, clientSecret, authorityHost, verifyChallengeResource = true } = options
  const more = {
    retryOptions: RETRIES,
    ...(authorityHost !== undefined && { authorityHost, disableInstanceDiscovery: true }),
  }
  const credential =
    tenantId !== undefined && clientId !== undefined && clientSecret !== undefined
      ? new ClientSecretCredential(tenantId, clientId, reveal(clientSecret), more)
      : new DefaultAzureCredential(more)
  return new SecretClient(vaultUrl, credential, {
    retryOptions: RETRIES,
    disableChallengeResourceVerification: !verifyChallengeResource,
  })
}

function answerOf(error: unknown, asked: string, isList = false): VaultAnswer {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'statusCode') : undefined
  const why = innerCode(error)
  const isShut = why === 'ForbiddenByFirewall' || why === 'ForbiddenByConnection'
  const isCredential =
    error instanceof Error && /^(Authentication|CredentialUnavailable|AggregateAuthentication)/.test(error.name)
  if (!isList && !isCredential) {
    if (status === 404) return undefined
    if (status === 403 && !isShut) return { refused: why ?? 'Forbidden' }
  }
  const failure = { vault: NAME, asked, reason: why ?? failureReason(error) }
  if (isCredential || status === 401) {
    throw vaultAccessDenied({
      ...failure,
      hint: 'Check azure_tenant_id, azure_client_id and azure_client_secret in [providers.azure_secrets.credentials], or run: az login',
    })
  }
  if (status === 403 && !isShut) {
    throw vaultAccessDenied({ ...failure, hint: 'Grant the role Key Vault Secrets User, or set list_secrets = false.' })
  }
  throw vaultUnreachable({
    ...failure,
    hint: isShut
      ? 'Let this machine through the vault’s firewall.'
      : 'Check that vault_url can be reached from here, or set enable_azure_secrets = false under [providers].',
  })
}

/** Key Vault says in the body why it forbids: `ForbiddenByRbac`, `SecretDisabled`. */
function innerCode(error: unknown): string | undefined {
  const path = ['details', 'error', 'innerError', 'code']
  const code = path.reduce<unknown>(
    (node, key) => (typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined),
    error,
  )
  return typeof code === 'string' && /^\w{1,40}$/.test(code) ? code : undefined
}
