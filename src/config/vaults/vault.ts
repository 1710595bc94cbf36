/** What a vault says of one secret: its text, why it does not give it, or that there is none of that name. */
export type VaultAnswer = { readonly text: string } | { readonly refused: string } | undefined

/** How much a vault is asked. */
export interface VaultScope {
  /** true: a value that is no secret is looked for in documents only, never under a name of its own. Default true. */
  readonly onlySecrets?: boolean
  /** true: only documents are read, as `sources` or `destination-postgres`, and no secret for a single value. */
  readonly onlyTomlFragments?: boolean
  /** true: all names are listed first, so that what is not there is not asked for. Default false. */
  readonly listSecrets?: boolean
}

/**
 * A place that holds texts under names. A text is a value, or a document (TOML, YAML, JSON) of many.
 * Pass it in `providers`; it is asked after the environment and the files.
 */
export interface Vault extends Required<VaultScope> {
  /** Shown in errors and by `tolva config explain`. */
  readonly name: string
  /** The name under which the value of a path stands: `['sources', 'x', 'api_key']` → `sources-x-api_key`. */
  keyOf(path: readonly string[]): string
  /** @throws ConfigError `vault_unreachable` or `vault_access_denied`. */
  read(key: string): Promise<VaultAnswer>
  /** All names, as `keyOf` makes them. */
  list(): Promise<ReadonlySet<string>>
}
