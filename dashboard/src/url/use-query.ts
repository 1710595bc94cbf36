import { useCallback } from 'preact/hooks'
import { useLocation, useSearch } from 'wouter-preact'
import { type Query, queryText } from './links.ts'

/** Changes keys of the query; undefined takes one away. By default the step can be gone back from. */
export type ChangeQuery = (change: Query, how?: { readonly replace: boolean }) => void

/** The query of the page's address, and a way to change some of its keys. */
export function useQuery(): readonly [Query, ChangeQuery] {
  const search = useSearch()
  const [path, navigate] = useLocation()
  const query: Query = Object.fromEntries(new URLSearchParams(search))
  const change = useCallback<ChangeQuery>(
    (changed, how) => {
      // What stands there now, because two changes may come before the page is drawn again.
      const now = Object.fromEntries(new URLSearchParams(location.search))
      navigate(`${path}${queryText({ ...now, ...changed })}`, { replace: how?.replace ?? false })
    },
    [path, navigate],
  )
  return [query, change]
}
