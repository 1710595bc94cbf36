import type { ResourceConfig, RestApiConfig } from '../config.ts'

/** What the conversion may be told. */
export interface OpenApiOptions {
  /** Name of the source; the title of the document by default. */
  readonly name?: string
  /** Paths, operation ids, tags or resource names, `*` for anything: only these and what they depend on. */
  readonly only?: readonly string[]
  /** Where the document came from: relative server URLs begin there. */
  readonly documentUrl?: string
  readonly baseUrl?: string
  /** Names of settings that will have a value: what needs no others is selected. */
  readonly settings?: readonly string[]
}

/** Why a part of the configuration is as it is. `path` leads to it: `client.auth`, `resources.users.primaryKey`. */
export interface Reason {
  readonly path: string
  readonly text: string
}

/** A resource, told for people. */
export interface EndpointSummary {
  readonly resource: string
  readonly path: string
  /** undefined: looked for in the first answer. */
  readonly rowsAt: string | undefined
  readonly paginator: string
  readonly key: readonly string[]
  readonly parent: string | undefined
  readonly selected: boolean
  /** Settings that it cannot do without. */
  readonly needs: readonly string[]
}

/** A value that the user's configuration must hold for some resources. */
export interface NeededSetting {
  readonly name: string
  readonly description: string
  readonly resources: readonly string[]
}

/** An operation that is not in the configuration. */
export interface LeftOut {
  readonly method: string
  readonly path: string
  readonly reason: string
}

/** A configuration, and all that was thought on the way to it. */
export interface OpenApiConversion {
  readonly name: string
  readonly title: string
  readonly config: Omit<RestApiConfig, 'resources'> & { readonly resources: readonly ResourceConfig[] }
  readonly endpoints: readonly EndpointSummary[]
  readonly reasons: readonly Reason[]
  readonly settings: readonly NeededSetting[]
  /** Fields of the auth, in snake_case, that secrets.toml must hold. */
  readonly secrets: readonly string[]
  readonly leftOut: readonly LeftOut[]
  /** What should be looked at by a person. */
  readonly notes: readonly string[]
}
