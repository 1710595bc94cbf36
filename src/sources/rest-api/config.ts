import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Row } from '../../contracts/page.ts'
import type { Hints, Resource } from '../../contracts/resource.ts'
import type { Auth } from '../../http/auth/auth.ts'
import type { AuthFunction } from '../../http/auth/function-auth.ts'
import type { AuthConfig } from '../../http/auth/registry.ts'
import type { SecretText } from '../../http/auth/secret-text.ts'
import type { TlsFiles } from '../../http/dispatcher.ts'
import type { FetchFunction } from '../../http/fetch-transport.ts'
import type { Paginator } from '../../http/paginators/paginator.ts'
import type { PaginatorConfig } from '../../http/paginators/registry.ts'
import type { RateLimit } from '../../http/rate-window.ts'
import type { ResponseFormat } from './bodies/registry.ts'

/** What a query parameter, header or form field may be given as; texts may hold placeholders in braces. */
export type ConfigValue = SecretText | number | bigint | boolean | null

/** An auth by name, as an object, as a ready-made value or a function; null switches it off. `{ token }` alone is bearer. */
export type AuthOption =
  | AuthConfig
  | LookedUp<AuthConfig>
  | { readonly token: SecretText }
  | AuthConfig['type']
  | Auth
  | AuthFunction
  | null

/** Fields that are left out, or given as settings, are looked up by `restApiSource`. */
type LookedUp<A> = A extends { readonly type: string }
  ? Pick<A, 'type'> & { readonly [Key in Exclude<keyof A, 'type'>]?: A[Key] | SettingParam }
  : never

/** A paginator by name, as an object or as a ready-made value; null and `auto` leave it to the client. */
export type PaginatorOption = PaginatorConfig | Exclude<PaginatorConfig['type'], 'offset'> | Paginator | null

/** What is tried again, and how much of it. */
export interface RetryConfig {
  /** Statuses that are tried again, in place of 429 and 500 to 599. */
  readonly statuses?: readonly number[]
  /** Tries that all requests together have in reserve, beside the attempts of each; 50 by default. */
  readonly budget?: number
}

export interface ClientConfig extends TlsFiles {
  /** Begins every path, e.g. `https://api.example.com/v2`; a `{name}` in it is a setting of the source, read by `restApiSource`. */
  readonly baseUrl: string
  /** Sent with every request, as they are: braces stay. */
  readonly headers?: Readonly<Record<string, SecretText>>
  /** How requests prove who asks; an endpoint may have its own. */
  readonly auth?: AuthOption
  /** Of endpoints that have none; absent: found on the first page. */
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
  /** So many requests in so many seconds, over all resources. */
  readonly rateLimit?: RateLimit
  /** Other hosts that get the credentials when a link leads there, e.g. `api2.example.com`. */
  readonly trustedHosts?: readonly string[]
  /** Seconds for a whole answer; no limit by default. */
  readonly totalTimeoutSeconds?: number
  /** Requests at the same time, and connections to a host; 20 by default, or as many as the `concurrency` of an endpoint. */
  readonly maxConcurrent?: number
  /** false: nothing waits because `RateLimit` and `X-RateLimit` headers say that no request is left. */
  readonly rateLimitHeaders?: boolean
  /** What is tried again, and how much of it. */
  readonly retry?: RetryConfig
  /** `http://user:password@host:port`; by default what `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` say. */
  readonly proxy?: SecretText
  /** Sends all requests, those for tokens too, in place of own connections. */
  readonly fetch?: FetchFunction
}

/** A value of each row of another resource. */
export interface ResolveParam {
  readonly type: 'resolve'
  /** Name of the other resource. */
  readonly resource: string
  /** Field of its row, or a path into it. */
  readonly field: string
}

export interface IncrementalConfig {
  /** Field of a row, or a path into it. */
  readonly cursorPath?: string
  /** Where the first run begins; absent: with everything. */
  readonly initialValue?: unknown
  /** Where the run ends; it needs `initialValue`, reads the same range each time and keeps no state. */
  readonly endValue?: unknown
  /** Which cursor value is kept for the next run: `max` (default) or `min`. */
  readonly lastValueFunc?: 'max' | 'min'
  /** By which fields rows at the last value are known again; the resource's primary key by default, `[]`: not at all. */
  readonly primaryKey?: string | readonly string[] | null
  /** Order of the rows by the cursor: reading stops where nothing new can follow. Default: unknown. */
  readonly rowOrder?: 'asc' | 'desc' | null
  /** Numbers: their unit; times: seconds; dates: days. */
  readonly lag?: number | null
  /** What to do with a row without a cursor value: `raise` (default), `include`, `exclude`. */
  readonly onCursorValueMissing?: 'raise' | 'include' | 'exclude'
  /** `closed` (default): a row at the start value is loaded unless it was before; `open`: it never is. */
  readonly rangeStart?: 'closed' | 'open'
  /** `open` (default): a row at the end value is left out. */
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

/** A value of the user's own configuration: `[sources.<name>]` of config.toml, or the environment. `restApiSource` reads it. */
export interface SettingParam {
  readonly type: 'setting'
  /** What it is called there, in snake_case; the parameter's own name by default. */
  readonly field?: string
}

export type ParamValue =
  | ConfigValue
  | readonly ConfigValue[]
  | ResolveParam
  | SettingParam
  | ({ readonly type: 'incremental' } & IncrementalConfig)

/** What to do with an answer by status or content. `ignore`: the walk ends there, quietly. */
export interface ResponseAction {
  /** Status of the answer. */
  readonly statusCode?: number
  /** A piece of the body's text. */
  readonly content?: string
  /** What is done: `ignore`. */
  readonly action?: 'ignore'
}

export interface EndpointConfig {
  /**
   * Behind the base URL; the resource's name by default. `{name}` or `:name` (a whole segment) is taken from `params`,
   * `{resources.<parent>.<field>}` from each row of another resource; `\:` is a colon.
   */
  readonly path?: string
  /** `GET` by default. */
  readonly method?: 'GET' | 'POST'
  /** Query parameters, and values for the placeholders of the path. */
  readonly params?: Readonly<Record<string, ParamValue>>
  /** A JSON body; placeholders in texts are filled in. */
  readonly json?: unknown
  /** A form (an object, or pairs), or the text of a body. */
  readonly data?: string | Readonly<Record<string, unknown>> | readonly (readonly [string, unknown])[]
  /** Merged over the client's; null takes one away. */
  readonly headers?: Readonly<Record<string, ConfigValue | SettingParam>>
  /** How to come to the next page; absent: the client's, else found on the first page. */
  readonly paginator?: PaginatorOption
  /** Path of the rows in an answer, `$` for the whole; found by itself where absent. */
  readonly dataSelector?: string | null
  /** True (default): no match on the first page is an error; false: that page is empty. */
  readonly dataSelectorRequired?: boolean
  /** What to do with answers by status or content; the first that matches decides. */
  readonly responseActions?: readonly ResponseAction[]
  /** Only rows that earlier runs have not loaded, told by a field that grows. */
  readonly incremental?: IncrementalConfig | null
  /** Instead of the client's; null: none. */
  readonly auth?: AuthOption
  /**
   * Requests that may be under way at once, in order of pages all the same: pages where a total says that they are there, and
   * rows of a parent. 1 by default; for rows of a parent 5 where `parallelized` is true.
   */
  readonly concurrency?: number | null
  /** How answers are written: JSON, JSON lines, CSV or XML. `auto` (default) goes by the content type and else takes them for JSON. */
  readonly responseFormat?: ResponseFormat | ResponseFormat['type']
  /** For this endpoint, beside that of the client; null takes that of the defaults away. */
  readonly rateLimit?: RateLimit | null
  /**
   * True: a request asks whether its answer has changed since the last whole run (`ETag`, `Last-Modified`); where it has not, there
   * are no rows. Only walks of one page are known by it; `first_page`: the first page changes whenever any page does.
   */
  readonly conditional?: boolean | 'first_page'
}

/** One object holds one or more of these; within one they run in this order. */
export interface ProcessingStep<R = Record<string, unknown>> {
  /** Rows for which it is true stay. */
  filter?(row: R): boolean
  /** The row that takes its place. */
  map?(row: R): unknown
  /** The rows that take its place. */
  yieldMap?(row: R): Iterable<unknown>
}

export interface ResourceConfig<Name extends string = string> extends Hints {
  /** Of the resource, and of its table. */
  readonly name: Name
  /** A text is the path. */
  readonly endpoint?: string | EndpointConfig
  /** Keys of the parent's row that are copied to each child row as `_<parent>_<key>`. */
  readonly includeFromParent?: readonly string[]
  /**
   * A Standard Schema (zod, valibot, arktype…) that every row must pass, before the steps; what it gives back is taken. Columns
   * come from it as far as it can be shown as JSON Schema. `restResource` types the steps by it.
   */
  readonly row?: StandardSchemaV1
  /** What changes or leaves out rows, one after the other. */
  readonly processingSteps?: readonly ProcessingStep[]
  /** False: its rows are not loaded, only read for resources that depend on it. Default true. */
  readonly selected?: boolean
  /** True: the requests for the rows of one parent page run side by side; rows keep their order. */
  readonly parallelized?: boolean
}

export type ResourceDefaults = Partial<Omit<ResourceConfig, 'name' | 'endpoint'>> & {
  /** What holds for every endpoint; `params` and `json` are merged key by key. */
  readonly endpoint?: EndpointConfig
}

export interface RestApiConfig<Names extends string = string> {
  /** What all requests have in common. */
  readonly client: ClientConfig
  /** What holds for every resource that does not say otherwise. */
  readonly resourceDefaults?: ResourceDefaults
  /** In any order. A text is name and path at once. */
  readonly resources: readonly (Names | ResourceConfig<Names> | Resource<Names>)[]
}
