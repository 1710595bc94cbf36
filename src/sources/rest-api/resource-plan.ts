import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Incremental } from '../../contracts/incremental.ts'
import type { Hints } from '../../contracts/resource.ts'
import type { Auth } from '../../http/auth/auth.ts'
import type { Paginator } from '../../http/paginators/paginator.ts'
import type { RateWindow } from '../../http/rate-window.ts'
import type { RowsWanted } from './bodies/body-format.ts'
import type { ResponseFormat } from './bodies/registry.ts'
import type { EndpointConfig, ParamValue, ProcessingStep, ResponseAction } from './config.ts'
import type { Template } from './template.ts'

/** The expression that a parameter given to the cursor is filled from: fixed for all requests that one parent page leads to. */
export const CURSOR_PARAM_START = 'cursor_param.start'
/** The same for the end of the range. */
export const CURSOR_PARAM_END = 'cursor_param.end'

/** Everything that is known of a resource before the first request. */
export interface ResourcePlan {
  readonly name: string
  readonly hints: Hints
  readonly selected: boolean
  readonly parallelized: boolean
  /** The resources whose rows its requests are made from. */
  readonly parents: readonly string[]
  /** What requests and rows take from a row of each of them. */
  readonly needs: readonly ParentValue[]
  /** Settings that have no value: it cannot be opened. */
  readonly unset: readonly string[]
  /** What every row must pass before the steps. */
  readonly row: StandardSchemaV1 | undefined
  readonly steps: readonly ProcessingStep[]
  readonly request: RequestPlan
  readonly paginator: Paginator
  /** Absent: found by itself on the first page. */
  readonly selector: string | undefined
  readonly selectorRequired: boolean
  readonly actions: readonly ResponseAction[]
  readonly format: ResponseFormat
  /** What readers of bodies that are not JSON are told. */
  readonly rows: RowsWanted
  readonly incremental: IncrementalPlan | undefined
  readonly auth: Auth | undefined
  /** The endpoint's own rate limit, which all of its requests share. */
  readonly window: RateWindow | undefined
  /** Whether the first request asks if anything has changed; `first_page`: for all pages. */
  readonly conditional: boolean | 'first_page'
  /** Requests at once; undefined: as `parallelized` says. */
  readonly concurrency: number | undefined
}

/** A value of a row of another resource. */
export interface ParentValue {
  /** The placeholder's expression, or the name in the child's row. */
  readonly key: string
  readonly parent: string
  /** A path, or for what is included one of the row's own keys. */
  readonly field: string
  /** `bound`: a placeholder stands for it; `included`: it is copied into each row. */
  readonly use: 'bound' | 'included'
}

export interface IncrementalPlan {
  readonly hint: Incremental
  readonly startParam: string | undefined
  readonly endParam: string | undefined
  /** Changes a value before it is sent. */
  readonly convert: ((value: unknown) => unknown) | undefined
}

export interface RequestPlan {
  readonly method: 'GET' | 'POST'
  readonly baseUrl: string
  readonly path: Template
  /** Without those that the path has taken. */
  readonly params: Readonly<Record<string, Exclude<ParamValue, { readonly type: string }>>>
  readonly startParam: string | undefined
  readonly endParam: string | undefined
  readonly json: unknown
  readonly data: EndpointConfig['data']
  readonly clientHeaders: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, unknown>>
}
