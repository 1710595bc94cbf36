import { queryJson } from '../../../http/query-json.ts'
import { documentOf } from './find-rows.ts'

/** The rows of a body at a selector, as a walk takes them. */
export function rowsAt(body: Uint8Array, selector: string): readonly unknown[] {
  const document = documentOf(body)
  const matches = document === undefined ? [] : queryJson(document, selector)
  const value = matches.length === 1 ? matches[0] : matches
  return Array.isArray(value) ? value : value === null ? [] : [value]
}
