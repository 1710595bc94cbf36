import type { Row } from '../../contracts/page.ts'
import type { Hints, Resource } from '../../contracts/resource.ts'
import type { Auth } from '../../http/auth/auth.ts'
import type { AuthConfig } from '../../http/auth/registry.ts'
import type { SecretText } from '../../http/auth/secret-text.ts'
import type { Paginator } from '../../http/paginators/paginator.ts'
import type { PaginatorConfig } from '../../http/paginators/registry.ts'
import type { RateLimit } from '../../http/rate-window.ts'

/** What a query parameter, header or form field may be given as; texts may hold placeholders in braces. */
export type ConfigValue = SecretText | number | bigint | boolean | null

/** An auth by name, as an object, as a ready-made value; null switches it off. `{ token }` alone is bearer. */
export type AuthOption = AuthConfig | { readonly token: SecretText } | AuthConfig['type'] | Auth | null

/** A paginator by name, as an object or as a ready-made value; null and `auto` leave it to the client. */
export type PaginatorOption = PaginatorConfig | Exclude<PaginatorConfig['type'], 'offset'> | Paginator | null

export interface ClientConfig {
  readonly baseUrl: string
  /** Sent with every request, as they are: braces stay. */
  readonly headers?: Readonly<Record<string, SecretText>>
  readonly auth?: AuthOption
  readonly paginator?: PaginatorOption
  /** Seconds for an answer to begin, and for each pause in it; 10 by default. */
  readonly timeoutSeconds?: number
  /** Tries in all for one request; 5 by default. */
  readonly maxAttempts?: number
  /** Seconds before the second try, doubled for each further one; 1 by default. */
  readonly backoffSeconds?: number
  /** Seconds, the longest wait; 300 by default. */
  readonly maxRetryDelaySeconds?: number
  /** Bytes of the largest answer that is read; 256 MB by default. */
  readonly maxPageBytes?: number
  readonly rateLimit?: RateLimit
  /** Other hosts that get the credentials when a link leads there, e.g. `api2.example.com`. */
  readonly trustedHosts?: readonly string[]
}

/** A value of each row of another resource. */
export interface ResolveParam {
  readonly type: 'resolve'
  readonly resource: string
  readonly field: string
}

export interface IncrementalConfig {
  /** Field of a row, or a path into it. */
  readonly cursorPath?: string
  readonly initialValue?: unknown
  readonly endValue?: unknown
  readonly lastValueFunc?: 'max' | 'min'
  readonly primaryKey?: string | readonly string[] | null
  readonly rowOrder?: 'asc' | 'desc' | null
  /** Numbers: their unit; times: seconds; dates: days. */
  readonly lag?: number | null
  readonly onCursorValueMissing?: 'raise' | 'include' | 'exclude'
  readonly rangeStart?: 'closed' | 'open'
  readonly rangeEnd?: 'open' | 'closed'
  /** Each row of the parent has a cursor of its own, known by this field or by what the function makes of it. */
  readonly perParent?: string | ((row: Row) => unknown)
  /** Taken from dlt's configurations, without effect: nothing outside sets the range of a run. */
  readonly allowExternalSchedulers?: boolean
  /** Query parameter that takes the start value. */
  readonly startParam?: string
  /** Query parameter that takes the end value. */
  readonly endParam?: string
  /** Changes a value before it is sent. */
  readonly convert?: (value: unknown) => unknown
}

export type ParamValue =
  | ConfigValue
  | readonly ConfigValue[]
  | ResolveParam
  | ({ readonly type: 'incremental' } & IncrementalConfig)

/** What to do with an answer by status or content. `ignore`: the walk ends there, quietly. */
export interface ResponseAction {
  readonly statusCode?: number
  /** A piece of the body's text. */
  readonly content?: string
  readonly action?: 'ignore'
}

export interface EndpointConfig {
  /**
   * Behind the base URL; the resource's name by default. `{name}` or `:name` (a whole segment) is taken from `params`,
   * `{resources.<parent>.<field>}` from each row of another resource; `\:` is a colon.
   */
  readonly path?: string
  readonly method?: 'GET' | 'POST'
  readonly params?: Readonly<Record<string, ParamValue>>
  readonly json?: unknown
  readonly data?: string | Readonly<Record<string, unknown>> | readonly (readonly [string, unknown])[]
  /** Merged over the client's; null takes one away. */
  readonly headers?: Readonly<Record<string, ConfigValue>>
  readonly paginator?: PaginatorOption
  /** Path of the rows in an answer, `$` for the whole; found by itself where absent. */
  readonly dataSelector?: string | null
  /** True (default): no match on the first page is an error; false: that page is empty. */
  readonly dataSelectorRequired?: boolean
  readonly responseActions?: readonly ResponseAction[]
  readonly incremental?: IncrementalConfig | null
  readonly auth?: AuthOption
}

/** One object holds one or more of these; within one they run in this order. */
export interface ProcessingStep {
  readonly filter?: (row: Record<string, unknown>) => boolean
  readonly map?: (row: Record<string, unknown>) => unknown
  readonly yieldMap?: (row: Record<string, unknown>) => Iterable<unknown>
}

export interface ResourceConfig extends Hints {
  readonly name: string
  /** A text is the path. */
  readonly endpoint?: string | EndpointConfig
  /** Keys of the parent's row that are copied to each child row as `_<parent>_<key>`. */
  readonly includeFromParent?: readonly string[]
  readonly processingSteps?: readonly ProcessingStep[]
  readonly selected?: boolean
  /** True: the requests for the rows of one parent page run side by side; rows keep their order. */
  readonly parallelized?: boolean
}

export type ResourceDefaults = Partial<Omit<ResourceConfig, 'name' | 'endpoint'>> & {
  readonly endpoint?: EndpointConfig
}

export interface RestApiConfig {
  readonly client: ClientConfig
  readonly resourceDefaults?: ResourceDefaults
  /** In any order. A text is name and path at once. */
  readonly resources: readonly (string | ResourceConfig | Resource)[]
}
