/** A page of a pipeline. `overview` is its first. */
export type PipelinePage = 'overview' | 'live' | 'schema' | 'data' | 'loads' | 'state' | 'trace'

/** Keys and values of a query; what is undefined is left out. */
export type Query = Readonly<Record<string, string | undefined>>

/** The address of a pipeline's page. */
export function pipelinePath(name: string, page: PipelinePage = 'overview', query: Query = {}): string {
  return `/p/${encodeURIComponent(name)}${page === 'overview' ? '' : `/${page}`}${queryText(query)}`
}

/** A query as it stands in an address, with its question mark; empty where it says nothing. */
export function queryText(query: Query): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, value)
  return search.size > 0 ? `?${search}` : ''
}

/** A part of a path as it was meant; as it stands where it is no valid escape. */
export function unescapePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
