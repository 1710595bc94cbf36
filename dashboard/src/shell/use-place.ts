import { useLocation } from 'wouter-preact'
import { unescapePart } from '../url/links.ts'

/** Where in the dashboard the page is. */
export interface Place {
  readonly pipeline: string | undefined
  /** The part of the path that names the page of a pipeline, or of the dashboard. */
  readonly page: string
}

/** Reads the address of the page. */
export function usePlace(): Place {
  const [path] = useLocation()
  const [first = '', second, third] = path.split('/').slice(1)
  if (first === 'p' && second) return { pipeline: unescapePart(second), page: third || 'overview' }
  return { pipeline: undefined, page: first === '' ? 'pipelines' : first }
}
