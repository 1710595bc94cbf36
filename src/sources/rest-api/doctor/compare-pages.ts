import { canonicalJson } from '../../../values/canonical-json.ts'
import type { PagingFinding } from './report.ts'

/** The rows of a second page beside those of the first. */
export function comparePages(
  first: readonly unknown[],
  second: readonly unknown[],
): Exclude<PagingFinding['secondPage'], 'not asked for'> {
  if (second.length === 0) return 'empty'
  const known = new Set(first.map(canonicalJson))
  const repeated = second.filter((row) => known.has(canonicalJson(row))).length
  if (repeated === 0) return 'differs'
  return repeated === second.length ? 'same' : 'overlaps'
}
