import { useMemo } from 'preact/hooks'
import { useLocation, useSearch } from 'wouter-preact'
import { type TableView, viewFromQuery, viewToQuery } from '../../filters/table-view.ts'

/** What the address of the page of data says. */
export interface DataView {
  /** The table that is looked at, also while a statement is written. */
  readonly view: TableView | undefined
  /** The statement; undefined: a table is looked at. */
  readonly sql: string | undefined
  readonly showTable: (view: TableView, how?: { readonly replace: boolean }) => void
  /** Goes to the editor. Without `replace`, one can go back from it. */
  readonly showSql: (sql: string, how?: { readonly replace: boolean }) => void
}

/** Longer statements are not written into the address: servers and chats cut them. */
const LONGEST_IN_ADDRESS = 4000

/** Reads and changes the address of the page of data. */
export function useDataView(): DataView {
  const search = useSearch()
  const [path, navigate] = useLocation()
  return useMemo(() => {
    const query = new URLSearchParams(search)
    const view = viewFromQuery(query)
    const go = (next: URLSearchParams, how?: { readonly replace: boolean }) =>
      navigate(`${path}?${next}`, { replace: how?.replace ?? false })
    return {
      view,
      sql: query.get('sql') ?? undefined,
      showTable: (next, how) => go(viewToQuery(next), how),
      showSql: (sql, how) => {
        const next = view === undefined ? new URLSearchParams() : viewToQuery(view)
        next.set('sql', sql.length > LONGEST_IN_ADDRESS ? '' : sql)
        go(next, how)
      },
    }
  }, [search, path, navigate])
}
