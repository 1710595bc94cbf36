/** A statement that was run. */
export interface PastQuery {
  readonly sql: string
  /** ISO timestamp. */
  readonly at: string
  readonly ms: number
  /** Rows that came; absent where it failed. */
  readonly rows?: number
  /** More rows were there. */
  readonly cut?: boolean
  readonly error?: string
}

const KEPT = 200

/** The history with one more statement at its head; the same statement is kept once. */
export function withQuery(history: readonly PastQuery[], query: PastQuery): PastQuery[] {
  return [query, ...history.filter((one) => one.sql.trim() !== query.sql.trim())].slice(0, KEPT)
}

/** The statements that hold all words of a search. */
export function findQueries(history: readonly PastQuery[], search: string): readonly PastQuery[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return history.filter((one) => words.every((word) => one.sql.toLowerCase().includes(word)))
}

/** The history as it was stored; what is no statement is left out. */
export function readHistory(text: string | null): PastQuery[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(list) ? list.filter(isPastQuery) : []
  } catch {
    return []
  }
}

function isPastQuery(value: unknown): value is PastQuery {
  if (typeof value !== 'object' || value === null) return false
  return (
    'sql' in value && typeof value.sql === 'string' && 'at' in value && typeof value.at === 'string' && 'ms' in value
  )
}
