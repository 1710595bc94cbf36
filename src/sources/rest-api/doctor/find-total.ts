import { isPlainObject } from '../is-plain-object.ts'
import type { PagingFinding } from './report.ts'

const TOTAL =
  /^(total|count|total_?(count|items|rows|records|results|entries|elements|size)|(items|rows|records|results)_?total|numFound)$/i
const MAX_KEYS = 3

/** What an answer says of the number of all rows: a header, or a number in the body that is named like one. */
export function findTotal(
  document: unknown,
  headers: ReadonlyMap<string, string>,
): NonNullable<PagingFinding['total']> | undefined {
  const inBody = totalIn(document, [])
  if (inBody !== undefined) return inBody
  const header = ['x-total-count', 'x-total', 'total-count'].find((name) => /^\d+$/.test(headers.get(name) ?? ''))
  return header === undefined ? undefined : { path: `header ${header}`, rows: Number(headers.get(header)) }
}

function totalIn(value: unknown, path: readonly string[]): NonNullable<PagingFinding['total']> | undefined {
  if (!isPlainObject(value) || path.length >= MAX_KEYS) return undefined
  for (const [key, inner] of Object.entries(value)) {
    if (TOTAL.test(key) && typeof inner === 'number' && Number.isInteger(inner)) {
      return { path: [...path, key].join('.'), rows: inner }
    }
    const found = totalIn(inner, [...path, key])
    if (found !== undefined) return found
  }
  return undefined
}
