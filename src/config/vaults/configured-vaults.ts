import type { Environment } from '../environment.ts'
import type { ConfigLookup } from '../resolve.ts'
import { Secret } from '../secret.ts'
import type { Vault, VaultScope } from './vault.ts'
import type { VaultSection } from './vault-sections.ts'

/** Environment and files: a vault's own settings stand outside of vaults. */
export interface SettingsReader {
  readonly env: Environment
  read(request: ConfigLookup): Promise<unknown>
}

/**
 * The vaults that the configuration enables, each with its section: `[providers.aws_secrets]`.
 * @throws MissingConfigError where one lacks a setting.
 */
export async function configuredVaults(
  sections: readonly VaultSection[],
  reader: SettingsReader,
): Promise<readonly Vault[]> {
  return Promise.all(sections.map((section) => CONFIGURED[section](reader)))
}

const CONFIGURED: Readonly<Record<VaultSection, (reader: SettingsReader) => Promise<Vault>>> = {
  google_secrets: async (reader) => {
    const of = settingsOf('google_secrets', reader)
    const { googleSecrets } = await import('./google-secrets.ts')
    return googleSecrets({
      ...(await of.scope()),
      ...(await of.texts({ projectId: 'project_id', clientEmail: 'client_email', endpoint: 'endpoint_url' })),
      ...(await of.secrets({ privateKey: 'private_key' })),
      ...(await of.native()),
    })
  },
  aws_secrets: async (reader) => {
    const of = settingsOf('aws_secrets', reader)
    const { awsSecrets } = await import('./aws-secrets.ts')
    return awsSecrets({
      ...(await of.scope()),
      ...(await of.plain(PREFIX)),
      ...(await of.texts({
        accessKeyId: 'aws_access_key_id',
        profile: 'profile_name',
        region: 'region_name',
        endpoint: 'endpoint_url',
      })),
      ...(await of.secrets({ secretAccessKey: 'aws_secret_access_key', sessionToken: 'aws_session_token' })),
    })
  },
  azure_secrets: async (reader) => {
    const of = settingsOf('azure_secrets', reader, { exact: true })
    const { azureSecrets } = await import('./azure-secrets.ts')
    return azureSecrets({
      ...(await of.scope()),
      ...(await of.plain(PREFIX)),
      vaultUrl: String(await of.setting('vault_url', { required: true })),
      ...(await of.texts({
        tenantId: 'azure_tenant_id',
        clientId: 'azure_client_id',
        authorityHost: 'azure_authority_host',
      })),
      ...(await of.secrets({ clientSecret: 'azure_client_secret' })),
      ...((await of.setting('verify_challenge_resource', { type: 'bool' })) === false && {
        verifyChallengeResource: false,
      }),
    })
  },
  hashicorp_secrets: async (reader) => {
    const of = settingsOf('hashicorp_secrets', reader, { exact: true })
    const { hashicorpSecrets } = await import('./hashicorp-secrets.ts')
    const { VAULT_ADDR, VAULT_TOKEN, VAULT_NAMESPACE } = reader.env
    const { token = VAULT_TOKEN, secretId } = await of.secrets({ token: 'token', secretId: 'secret_id' })
    const { roleId, mount } = await of.texts({ roleId: 'role_id', mount: 'auth_mount' })
    return hashicorpSecrets({
      ...(await of.scope()),
      ...(VAULT_ADDR !== undefined && { address: VAULT_ADDR }),
      ...(VAULT_NAMESPACE !== undefined && { namespace: VAULT_NAMESPACE }),
      ...(await of.plain({ address: 'address', namespace: 'namespace', mount: 'mount' })),
      ...(await of.plain(PREFIX)),
      ...(roleId !== undefined && secretId !== undefined
        ? { appRole: { roleId, secretId, ...(mount !== undefined && { mount }) } }
        : token !== undefined && { token }),
    })
  },
}

const PREFIX = { secretNamePrefix: 'secret_name_prefix' }

/**
 * Readers of one vault's section and of the credentials below it. `exact`: where dlt does not know the vault, no section is dropped: a
 * variable `NAMESPACE` is somebody else's, and so is a `token` for all sources.
 */
function settingsOf(section: VaultSection, reader: SettingsReader, { exact = false } = {}) {
  const sections = ['providers', section]
  const credential = (field: string, secret: boolean) =>
    reader.read({ sections, embedded: ['credentials'], field, secret, exact, required: false })
  const setting = (field: string, more: Partial<ConfigLookup> = {}) =>
    reader.read({ sections, field, secret: false, exact, required: false, ...more })
  return {
    setting,
    async scope(): Promise<VaultScope> {
      const flags = {
        onlySecrets: 'only_secrets',
        onlyTomlFragments: 'only_toml_fragments',
        listSecrets: 'list_secrets',
      }
      return collect(flags, async (field) => {
        const value = await setting(field, { type: 'bool' })
        return typeof value === 'boolean' ? value : undefined
      })
    },
    plain: <Name extends string>(fields: Readonly<Record<Name, string>>) =>
      collect(fields, async (field) => textOf(await setting(field))),
    texts: <Name extends string>(fields: Readonly<Record<Name, string>>) =>
      collect(fields, async (field) => textOf(await credential(field, false))),
    secrets: <Name extends string>(fields: Readonly<Record<Name, string>>) =>
      collect(fields, async (field) => {
        const value = await credential(field, true)
        return value instanceof Secret ? value : undefined
      }),
    /** Credentials as one text, as a key file holds them. */
    async native() {
      return collect({ credentials: 'credentials' }, async (field) => {
        const plain = await setting(field)
        if (typeof plain === 'object' && plain !== null) return undefined
        const value = await setting(field, { secret: true })
        return value instanceof Secret ? value : undefined
      })
    },
  }
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value)
}

/** Those of the fields that are configured. */
async function collect<Name extends string, T>(
  fields: Readonly<Record<Name, string>>,
  read: (field: string) => Promise<T | undefined>,
): Promise<{ [Key in Name]?: T }> {
  const found: { [Key in Name]?: T } = {}
  for (const name in fields) {
    const value = await read(fields[name])
    if (value !== undefined) found[name] = value
  }
  return found
}
