import type { IncrementalHandle } from '../../contracts/incremental.ts'
import type { ResourceContext } from '../../contracts/resource.ts'
import type { HttpClient } from '../../http/client.ts'
import { cursorValue } from './cursor-value.ts'
import type { ParentValues } from './parent-rows.ts'
import type { ResourcePlan } from './resource-plan.ts'
import type { TellOnce } from './tell-once.ts'

/** What all walks of one configuration share. */
export interface WalkSettings {
  readonly client: HttpClient
  /** Texts that must not show in errors. */
  readonly secrets: readonly string[]
  /** Under which keys the secrets were found. */
  readonly secretKeys: readonly string[]
  readonly trustedHosts: readonly string[]
  readonly once: TellOnce
}

/** One walk: over all pages of a resource, or over those for one row of its parent. */
export interface Walk {
  readonly plan: ResourcePlan
  readonly settings: WalkSettings
  readonly context: ResourceContext
  /** What `start_param` and `end_param` take. */
  readonly cursorParams: CursorParams
  readonly parent: ParentValues | undefined
  /** Pages that may be asked for side by side. */
  readonly pagesAtOnce: number
}

export interface CursorParams {
  readonly start: unknown
  readonly end: unknown
}

/** Where the cursor stood when the resource, or the page of its parent, was opened: sent with all requests that follow. */
export function cursorParamsOf(plan: ResourcePlan, handle: IncrementalHandle | undefined): CursorParams {
  const then = handle && { ...handle, lastValue: handle.openedAt }
  return { start: cursorValue('last_value', plan, then), end: cursorValue('end_value', plan, then) }
}
