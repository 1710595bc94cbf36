import { isPlainObject } from './is-plain-object.ts'

const NEXT = /^next/i
const MORE = /^((has_?)?(more|next)(_?(page|items|results|data))?)$/i
const LAST = /^(is_?)?(last|end|done)(_?page)?$/i

/** Whether an answer says itself that no page follows: an empty `next`, `has_more: false`, `last: true`. Looked for through objects only. */
export function saysLast(document: unknown): boolean {
  if (!isPlainObject(document)) return false
  return Object.entries(document).some(([key, value]) => {
    if (LAST.test(key) && value === true) return true
    if (MORE.test(key) && (value === false || value === 0)) return true
    if (NEXT.test(key) && (value === null || value === '' || value === false)) return true
    return saysLast(value)
  })
}
