import type { ResourceContext } from '../../contracts/resource.ts'
import { FOUND_PAGING } from '../../extract/resume/own-state.ts'
import type { DetectedPaging } from '../../http/paginators/paginator.ts'
import { isPlainObject } from './is-plain-object.ts'

const TYPES = ['header_link', 'json_link', 'page_number', 'cursor'] as const

/** What an earlier run has found out of a resource's paging; undefined: nothing. */
export function savedPaging(state: Readonly<Record<string, unknown>>): DetectedPaging | undefined {
  const saved = state[FOUND_PAGING]
  if (!isPlainObject(saved)) return undefined
  const type = TYPES.find((one) => one === saved.type)
  if (type === undefined) return undefined
  return {
    type,
    ...(typeof saved.path === 'string' && { path: saved.path }),
    ...(typeof saved.base_page === 'number' && { basePage: saved.base_page }),
  }
}

/** Saves it for the next run; of one page there is nothing to be saved. */
export function savePaging({ state }: ResourceContext, found: DetectedPaging): void {
  if (found.type === 'single_page') return
  const saved = savedPaging(state)
  if (saved !== undefined && isSamePaging(saved, found) && saved.basePage === found.basePage) return
  state[FOUND_PAGING] = {
    type: found.type,
    ...(found.path !== undefined && { path: found.path }),
    ...(found.basePage !== undefined && { base_page: found.basePage }),
  }
}

export function isSamePaging(one: DetectedPaging, other: DetectedPaging): boolean {
  return one.type === other.type && one.path === other.path
}

/** As it is said: `cursor at $["next"]`. */
export function pagingText({ type, path }: DetectedPaging): string {
  return path === undefined ? type : `${type} at ${path}`
}
