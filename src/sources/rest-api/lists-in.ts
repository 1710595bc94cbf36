import { isPlainObject } from './is-plain-object.ts'

const MAX_KEYS = 3

/** Paths to the lists of a document, in its order, through objects only and at most three keys deep. */
export function listsIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (!isPlainObject(value) || path.length >= MAX_KEYS) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    Array.isArray(inner) ? [[...path, key]] : listsIn(inner, [...path, key]),
  )
}
