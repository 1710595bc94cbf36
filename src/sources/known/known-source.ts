/** A key that is filled in under `[sources.<name>]`. */
export interface KnownField {
  /** Its name in the section, e.g. `api_key`. */
  readonly field: string
  /** How the person comes by it. */
  readonly description: string
  /** What one looks like. */
  readonly example?: string
}

/** What can be loaded from, and what a project for it is made of. */
export interface KnownSource {
  /** As `tolva init` takes it, e.g. `github`. */
  readonly name: string
  readonly kind: 'rest_api' | 'chatbot' | 'sql_database' | 'filesystem' | 'openapi'
  readonly title: string
  readonly description: string
  readonly tags: readonly string[]
  readonly docsUrl: string | undefined
  /** false: written after its documentation, and never run against the real API. */
  readonly verified: boolean
  /** The name that its section in the configuration has: `github_source`. */
  readonly sourceName: string
  /** Of secrets.toml, below the section. */
  readonly secrets: readonly KnownField[]
  /** Of config.toml, below the section. */
  readonly settings: readonly KnownField[]
  /** The source as a pipeline file declares it, in snake_case; undefined: a document is needed first. */
  readonly source: Readonly<Record<string, unknown>> | undefined
  /** The file of the index, whose comments go into the project. */
  readonly text: string
}
