import type { GetSecretValueCommandOutput, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { Secret } from '../secret.ts'
import { normalizeKey } from './normalize-key.ts'
import { reveal } from './reveal.ts'
import type { Vault, VaultAnswer, VaultScope } from './vault.ts'
import { failureReason, vaultAccessDenied, vaultUnreachable } from './vault-error.ts'
import { vaultPackage } from './vault-package.ts'

/** What is not given is found as AWS's own tools find it: environment, profile, the role of the machine. */
export interface AwsSecretsOptions extends VaultScope {
  readonly region?: string
  readonly profile?: string
  readonly accessKeyId?: string
  readonly secretAccessKey?: string | Secret
  readonly sessionToken?: string | Secret
  /** URL of the service where it is not AWS's own. */
  readonly endpoint?: string
  /** Stands before all names. Default `dlt/`. */
  readonly secretNamePrefix?: string
}

const NAME = 'AWS Secrets Manager'
const DEADLINE_MS = 15_000

/** AWS Secrets Manager; names are `dlt/sources/shop/api_key`. Needs the package @aws-sdk/client-secrets-manager. */
export function awsSecrets(options: AwsSecretsOptions = {}): Vault {
  const { secretNamePrefix: prefix = 'dlt/' } = options
  let opened: ReturnType<typeof open> | undefined
  const driver = () => {
    opened ??= open(options)
    return opened
  }
  return {
    name: NAME,
    onlySecrets: options.onlySecrets ?? true,
    onlyTomlFragments: options.onlyTomlFragments ?? true,
    listSecrets: options.listSecrets ?? false,
    keyOf: (path) => `${prefix}${path.map(normalizeKey).join('/')}`,
    async read(key) {
      const { client, GetSecretValueCommand } = await driver()
      try {
        const abortSignal = AbortSignal.timeout(DEADLINE_MS)
        return textOf(await client.send(new GetSecretValueCommand({ SecretId: key }), { abortSignal }))
      } catch (error) {
        return answerOf(error, key)
      }
    },
    async list() {
      const { client, paginateListSecrets } = await driver()
      const filters = prefix === '' ? {} : { Filters: [{ Key: 'name' as const, Values: [prefix] }] }
      const names = new Set<string>()
      try {
        for await (const page of paginateListSecrets({ client }, filters)) {
          for (const { Name } of page.SecretList ?? []) if (Name?.startsWith(prefix)) names.add(Name)
        }
      } catch (error) {
        answerOf(error, 'the list of secrets', 'secretsmanager:ListSecrets')
      }
      return names
    },
  }
}

async function open(options: AwsSecretsOptions) {
  const sdk = await vaultPackage(
    { vault: NAME, packages: '@aws-sdk/client-secrets-manager' },
    () => import('@aws-sdk/client-secrets-manager'),
  )
  const { region, profile, endpoint, accessKeyId, secretAccessKey, sessionToken } = options
  const client: SecretsManagerClient = new sdk.SecretsManagerClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 10_000 },
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
    ...(accessKeyId !== undefined &&
      secretAccessKey !== undefined && {
        credentials: {
          accessKeyId,
          secretAccessKey: reveal(secretAccessKey),
          ...(sessionToken !== undefined && { sessionToken: reveal(sessionToken) }),
        },
      }),
  })
  return { client, GetSecretValueCommand: sdk.GetSecretValueCommand, paginateListSecrets: sdk.paginateListSecrets }
}

function textOf({ SecretString: text, SecretBinary: bytes }: GetSecretValueCommandOutput): VaultAnswer {
  if (text !== undefined) return { text }
  if (bytes === undefined) return undefined
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { refused: 'it holds bytes that are no text' }
  }
}

const REFUSED = new Set(['AccessDeniedException', 'DecryptionFailure'])
/** A name that cannot be one, or a secret that is being deleted. */
const ABSENT = new Set([
  'ResourceNotFoundException',
  'InvalidRequestException',
  'ValidationException',
  'InvalidParameterException',
])
const UNKNOWN = new Set([
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'IncompleteSignatureException',
  'MissingAuthenticationTokenException',
  'CredentialsProviderError',
])

function answerOf(error: unknown, asked: string, permission?: string): VaultAnswer {
  const name = error instanceof Error ? error.name : ''
  if (permission === undefined && ABSENT.has(name)) return undefined
  if (permission === undefined && REFUSED.has(name)) return { refused: name }
  const failure = { vault: NAME, asked, reason: failureReason(error) }
  if (permission !== undefined && REFUSED.has(name)) {
    throw vaultAccessDenied({ ...failure, hint: `Allow ${permission}, or set list_secrets = false.` })
  }
  if (UNKNOWN.has(name)) {
    throw vaultAccessDenied({
      ...failure,
      hint: 'Check aws_access_key_id, aws_secret_access_key and profile_name in [providers.aws_secrets.credentials], or the environment.',
    })
  }
  if (error instanceof Error && error.message === 'Region is missing') {
    throw vaultUnreachable({
      ...failure,
      reason: 'no region is configured',
      hint: 'Set region_name in [providers.aws_secrets.credentials], or AWS_REGION.',
    })
  }
  throw vaultUnreachable({
    ...failure,
    hint: 'Check that the service and its region can be reached from here, or set enable_aws_secrets = false under [providers].',
  })
}
