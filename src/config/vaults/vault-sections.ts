/** What stands behind `enable_` and heads a section in `[providers]`. */
export const VAULT_SECTIONS = ['google_secrets', 'aws_secrets', 'azure_secrets', 'hashicorp_secrets'] as const

export type VaultSection = (typeof VAULT_SECTIONS)[number]
