import type { PaginatorConfig } from '../../../http/paginators/registry.ts'
import type { Endpoint } from './endpoint.ts'
import { endsInVariable } from './find-rows.ts'
import type { Guess } from './guess.ts'

/**
 * The paginator that most lists have, for the client. Counting ones ask every endpoint for numbered pages: they are the client's
 * only where all lists count alike.
 */
export function commonPaginator(endpoints: readonly Endpoint[]): Guess<PaginatorConfig> | undefined {
  const lists = endpoints.filter(({ isList }) => isList)
  const counted = new Map<string, { readonly config: PaginatorConfig; readonly count: number }>()
  for (const { paging } of lists) {
    const config = paging.value.paginator
    if (config === undefined || config.type === 'single_page') continue
    const key = JSON.stringify(config)
    counted.set(key, { config, count: (counted.get(key)?.count ?? 0) + 1 })
  }
  const [most] = [...counted.values()].sort((a, b) => b.count - a.count)
  if (most === undefined) return undefined
  const unknown = lists.some((one) => one.paging.value.paginator === undefined && !endsInVariable(one.path))
  if (unknown && (most.config.type === 'offset' || most.config.type === 'page_number')) return undefined
  return { value: most.config, reason: `${most.count} of ${lists.length} lists have it` }
}
