import { useCallback, useState } from 'preact/hooks'
import { type PastQuery, readHistory, withQuery } from '../../sql-editor/query-history.ts'

/** The statements that were run on a pipeline in this browser, and a way to add one. */
export function useQueryHistory(name: string): readonly [readonly PastQuery[], (query: PastQuery) => void] {
  const key = `tolva.queries.${name}`
  const [history, setHistory] = useState<readonly PastQuery[]>(() => stored(key))
  const add = useCallback(
    (query: PastQuery) => {
      // Read anew: another tab may have added to it.
      const next = withQuery(stored(key), query)
      setHistory(next)
      try {
        localStorage.setItem(key, JSON.stringify(next))
      } catch {
        // A full or forbidden storage: the history lasts until the page is left.
      }
    },
    [key],
  )
  return [history, add]
}

function stored(key: string): PastQuery[] {
  try {
    return readHistory(localStorage.getItem(key))
  } catch {
    return []
  }
}
